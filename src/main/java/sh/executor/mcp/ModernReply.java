package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request without a session: a JSON document if it comes soon and alone, else a
 * stream that nobody can ask for again. Safe for use by many threads.
 */
final class ModernReply implements Downstream {

  private final Exchange exchange;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /** Held to choose between document and stream, never while one of them is sent. */
  private final ReentrantLock choosing = new ReentrantLock();

  @GuardedBy("choosing")
  private @Nullable EventSink sink;

  @GuardedBy("choosing")
  private boolean finished;

  private ModernReply(Exchange exchange) {
    this.exchange = exchange;
  }

  /** The answer to {@code exchange}, nothing of which is said yet. */
  static ModernReply to(Exchange exchange) {
    ModernReply reply = new ModernReply(exchange);
    exchange.onGone(() -> reply.closed.complete(null));
    return reply;
  }

  /** Done when the client does not wait any more, as far as that is noticed. */
  @Override
  public CompletableFuture<Void> closed() {
    return closed;
  }

  /** Makes the answer a stream, unless it is out already. */
  void stream() {
    EventSink _ = streamIfUnfinished();
  }

  @Override
  public boolean send(JsonNode message) throws InterruptedException {
    EventSink open = streamIfUnfinished();
    return open != null && open.send(Events.message(Json.bytes(message)));
  }

  /**
   * Sends the answer.
   *
   * @param status for a document; a stream has its own already
   */
  void finish(int status, byte[] json) {
    EventSink open = finish();
    if (open == null) {
      exchange.answer(Answer.json(status, json));
    } else {
      open.end(Events.message(json));
    }
  }

  private @Nullable EventSink finish() {
    choosing.lock();
    try {
      finished = true;
      return sink;
    } finally {
      choosing.unlock();
    }
  }

  private @Nullable EventSink streamIfUnfinished() {
    choosing.lock();
    try {
      if (finished) {
        return null;
      }
      if (sink == null) {
        sink = exchange.stream(Map.of());
        sink.onClose(() -> closed.complete(null));
      }
      return sink;
    } finally {
      choosing.unlock();
    }
  }
}
