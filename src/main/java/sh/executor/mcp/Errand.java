package sh.executor.mcp;

import java.util.List;
import java.util.Set;

/**
 * What a request is to the node that works on it: whether it takes room while it does, and whether
 * it may be carried out twice.
 */
enum Errand {
  /** Calls a tool. When the node is lost that works on it, nobody knows what came of it. */
  CALL(true, false),
  /** Asks for something else, or follows a stream. */
  QUESTION(true, true),
  /**
   * Says, answers, takes back or ends something, and is done at once. It is let in however much is
   * under way: what is under way may wait for nothing else.
   */
  WORD(false, true);

  /** Requests by which a client of 2026-07-28 answers and takes back. */
  private static final Set<String> WORDS = Set.of("tasks/update", "tasks/cancel");

  private final boolean takesRoom;
  private final boolean repeatable;

  Errand(boolean takesRoom, boolean repeatable) {
    this.takesRoom = takesRoom;
    this.repeatable = repeatable;
  }

  /** What a POST is for: of a batch, the most any of its messages is. */
  static Errand of(Inbound inbound) {
    return switch (inbound) {
      case Inbound.Unreadable _ -> WORD;
      case Inbound.Single(Message message) -> of(message);
      case Inbound.Batch(List<Message> messages) ->
          messages.stream().map(Errand::of).min(Enum::compareTo).orElse(WORD);
    };
  }

  /** What a GET or DELETE is for. */
  static Errand of(Exchange exchange) {
    return exchange.header("last-event-id") != null && exchange.method().equals("GET")
        ? QUESTION
        : WORD;
  }

  private static Errand of(Message message) {
    return switch (message) {
      case Message.Request(_, String method, _) when method.equals("tools/call") -> CALL;
      case Message.Request(_, String method, _) when !WORDS.contains(method) -> QUESTION;
      case Message.Request _, Message.Notification _, Message.Response _ -> WORD;
    };
  }

  /** Whether it counts among what is under way. */
  boolean takesRoom() {
    return takesRoom;
  }

  /** Whether no harm is done when it is carried out twice. */
  boolean isRepeatable() {
    return repeatable;
  }
}
