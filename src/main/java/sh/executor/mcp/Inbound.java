package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the body of a POST turned out to be. */
sealed interface Inbound {

  /** One message. */
  record Single(Message message) implements Inbound {}

  /** An array of messages, at least one. */
  record Batch(List<Message> messages) implements Inbound {

    public Batch {
      messages = List.copyOf(messages);
    }
  }

  /**
   * Nothing we can read; says why.
   *
   * @param id of the request it was to be, as far as that could be read; null when it could not
   */
  record Unreadable(RpcError error, @Nullable JsonNode id) implements Inbound {

    /** Of which not even that can be told. */
    Unreadable(RpcError error) {
      this(error, null);
    }
  }
}
