package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one POST: a JSON document if it comes soon and alone, an event stream as soon as
 * something else has to be said first or the wait grows long. The choice is made on the request's
 * event loop, to which all state here belongs.
 */
final class PostReply {

  private static final long NO_TIMER = -1;

  private final Exchange exchange;
  private final McpConfig config;
  private final String sessionId;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private @Nullable SseStream stream;
  private boolean finished;
  private long streamTimer = NO_TIMER;

  PostReply(Exchange exchange, McpConfig config, String sessionId) {
    this.exchange = exchange;
    this.config = config;
    this.sessionId = sessionId;
  }

  /** From now on, an answer that takes long becomes a stream that is kept alive. */
  void expectWork() {
    exchange.context().runOnContext(ready -> startTimer());
  }

  /**
   * Sends a message ahead of the answer. Blocks while the reader is slow.
   *
   * @return false when nobody reads any more, or the answer is already out
   */
  boolean send(JsonNode message) throws InterruptedException {
    CompletableFuture<SseStream> opened = new CompletableFuture<>();
    exchange.context().runOnContext(ready -> opened.complete(stream()));
    return opened.join().send(Json.bytes(message));
  }

  /** Done when there is nobody to send to any more, as far as that is noticed. */
  CompletableFuture<Void> closed() {
    return closed;
  }

  /** Sends the answer. */
  void finish(byte[] json) {
    exchange.context().runOnContext(ready -> finishNow(json));
  }

  /** Ends without an answer: the client took its request back. */
  void abandon() {
    exchange.context().runOnContext(ready -> abandonNow());
  }

  private void startTimer() {
    if (!finished && stream == null) {
      Vertx vertx = exchange.context().owner();
      streamTimer = vertx.setTimer(config.streamAfter().toMillis(), id -> streamIfUnfinished());
    }
  }

  private void streamIfUnfinished() {
    if (!finished) {
      stream();
    }
  }

  private SseStream stream() {
    if (stream == null) {
      stream = SseStream.open(exchange, config, sessionId);
      stream.onClose(() -> closed.complete(null));
    }
    return stream;
  }

  private void finishNow(byte[] json) {
    finished = true;
    exchange.context().owner().cancelTimer(streamTimer);
    if (stream != null) {
      stream.finishNow(json);
      return;
    }
    exchange.answerNow(Answer.json(200, json).with("mcp-session-id", sessionId));
  }

  private void abandonNow() {
    finished = true;
    exchange.context().owner().cancelTimer(streamTimer);
    stream().endNow("cancelled");
  }
}
