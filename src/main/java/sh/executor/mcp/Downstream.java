package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;

/** Where messages to a client go, ahead of the answer to its request. */
interface Downstream {

  /**
   * Sends a message ahead of the answer. Blocks while the reader is slow.
   *
   * @return false when nobody reads any more, or the answer is already out
   */
  boolean send(JsonNode message) throws InterruptedException;

  /** Done when there is nobody to send to any more, as far as that is noticed. */
  CompletableFuture<Void> closed();

  /** From now on, the answer may take long. */
  default void expectWork() {}
}
