package sh.executor.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A key of the untyped store, with the type of its value. Values are JSON text.
 *
 * @param name as stored
 */
record EntryKey<T>(String name, Class<T> type) {

  /** Whose the session is and what was agreed. A session without it is none. */
  static final EntryKey<SessionMeta> META = new EntryKey<>("session-meta", SessionMeta.class);

  /** The client's whole {@code initialize} request. */
  static final EntryKey<ObjectNode> INITIALIZE =
      new EntryKey<>("initialize-request", ObjectNode.class);

  /** What the URL the session was opened at asked for. */
  static final EntryKey<ObjectNode> PROPS = new EntryKey<>("props", ObjectNode.class);

  /** When the owner last used it, in milliseconds since 1970; its row's time is the same. */
  static final EntryKey<JsonNode> LAST_ACTIVITY = new EntryKey<>("last-activity", JsonNode.class);

  /** When it was ended; what else there was is gone. */
  static final EntryKey<JsonNode> ENDED = new EntryKey<>("ended", JsonNode.class);
}
