package sh.executor.mcp;

import java.util.List;

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

  /** Nothing we can read; says why. */
  record Unreadable(RpcError error) implements Inbound {}
}
