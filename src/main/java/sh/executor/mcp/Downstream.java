package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Where messages to a client go, ahead of the answer to its request. */
interface Downstream {

  /**
   * Sends a message ahead of the answer. Blocks while the reader is slow.
   *
   * @return false when nobody reads any more, the answer is already out, or a message that has to
   *     be kept can not be: saying something decides nothing about what it is said of
   */
  boolean send(JsonNode message) throws InterruptedException;

  /** Done when there is nobody to send to any more, as far as that is noticed. */
  CompletableFuture<Void> closed();

  /** Whether a message is of the moment: progress, or an entry of a log. It is not kept. */
  static boolean isNews(JsonNode message) {
    return Set.of("notifications/progress", "notifications/message")
        .contains(message.path("method").asText());
  }

  /** From now on, the answer may take long. */
  default void expectWork() {}
}
