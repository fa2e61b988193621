package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import sh.executor.session.EventStore;
import sh.executor.session.LiveSession;
import sh.executor.session.model.Appended;
import sh.executor.session.model.Event;

/**
 * A stream of a session, as it is kept: what is sent on it is written down before, so that any node
 * can send it again. That it was opened, and that it ended without an answer, are events without a
 * message. Blocking.
 */
final class KeptStream {

  private static final Logger LOG = Logger.getLogger(KeptStream.class);
  private static final byte[] NOTHING = {};

  private final EventStore store;
  private final LiveSession session;
  private final long number;

  KeptStream(EventStore store, LiveSession session, long number) {
    this.store = store;
    this.session = session;
    this.number = number;
  }

  /** The number of the stream in its session. */
  long number() {
    return number;
  }

  /** The number of its newest event, kept or not; 0 when there is none. */
  long newest() {
    return store.newest(session, number);
  }

  /** The id of an event of this stream. */
  EventId id(long seq) {
    return new EventId(number, seq);
  }

  /** Writes down that the stream is open; false when that is not possible. */
  boolean open() {
    return keep(NOTHING).isPresent();
  }

  /** Writes down that there will be no answer, if that is possible. */
  void end() {
    Optional<EventId> _ = keep(NOTHING);
  }

  /**
   * Writes a message down.
   *
   * @return its id; empty when the session is over, or at home elsewhere
   */
  Optional<EventId> append(byte[] message) {
    return switch (store.append(session, number, message)) {
      case Appended.Kept(long seq) -> Optional.of(id(seq));
      case Appended.Refused() -> Optional.empty();
    };
  }

  /**
   * Writes a message down, if that is possible.
   *
   * @return its id; empty also when it failed, which the log says
   */
  Optional<EventId> keep(byte[] message) {
    try {
      return append(message);
    } catch (RuntimeException e) {
      LOG.warn("Keeping what a client is told failed", e);
      return Optional.empty();
    }
  }

  /**
   * What is kept of the stream, in order; nothing when there is no such stream.
   *
   * @param after only what follows the event of this number
   */
  Kept read(long after) {
    return new Kept(store.after(session, number, after));
  }

  /** Forgets what has arrived. */
  void delivered(long seq) {
    store.delivered(session, number, seq);
  }

  /** What is kept of a stream from some event on, in order. */
  record Kept(List<Event> events) {

    Kept {
      events = List.copyOf(events);
    }

    /** Whether there is no such stream, or no such event in it. */
    boolean isUnknown() {
      return events.isEmpty();
    }

    /** The messages after an event. */
    List<Event> after(long seq) {
      return events.stream()
          .filter(event -> event.seq() > seq && event.message().length > 0)
          .toList();
    }

    /** Whether it is written down that there is no answer: after the first event, which opens. */
    boolean isAbandoned() {
      return !events.isEmpty()
          && events.getLast().seq() > 1
          && events.getLast().message().length == 0;
    }

    /** Whether the answer is there: what has no method, or is an array of those. */
    boolean isAnswered() {
      if (events.isEmpty() || events.getLast().message().length == 0) {
        return false;
      }
      JsonNode last = Json.tree(events.getLast().message());
      return last.isArray() || !last.has("method");
    }
  }
}
