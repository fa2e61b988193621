package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one POST: a JSON document if it comes soon and alone, an event stream as soon as
 * something else has to be said first or the wait grows long. Safe for use by many threads.
 */
final class PostReply implements Downstream {

  private final Exchange exchange;
  private final Timers timers;
  private final McpConfig config;
  private final String sessionId;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /** Held to choose between document and stream, never while one of them is sent. */
  private final ReentrantLock choosing = new ReentrantLock();

  @GuardedBy("choosing")
  private @Nullable EventSink sink;

  @GuardedBy("choosing")
  private boolean finished;

  @GuardedBy("choosing")
  private Runnable callOffTimer = () -> {};

  PostReply(Exchange exchange, Timers timers, McpConfig config, String sessionId) {
    this.exchange = exchange;
    this.timers = timers;
    this.config = config;
    this.sessionId = sessionId;
  }

  /** From now on, an answer that takes long becomes a stream that is kept alive. */
  void expectWork() {
    choosing.lock();
    try {
      if (!finished && sink == null) {
        callOffTimer = timers.after(config.streamAfter(), this::streamIfUnfinished);
      }
    } finally {
      choosing.unlock();
    }
  }

  @Override
  public boolean send(JsonNode message) throws InterruptedException {
    EventSink open = streamIfUnfinished();
    return open != null && open.send(Events.message(Json.bytes(message)));
  }

  /** Done when there is nobody to send to any more, as far as that is noticed. */
  CompletableFuture<Void> closed() {
    return closed;
  }

  /** Sends the answer. */
  void finish(byte[] json) {
    EventSink open = finish();
    if (open == null) {
      exchange.answer(Answer.json(200, json).with("mcp-session-id", sessionId));
    } else {
      open.end(Events.message(json));
    }
  }

  /** Ends without an answer: the client took its request back. */
  void abandon() {
    EventSink open = finish();
    (open == null ? open() : open).end(Events.comment("cancelled"));
  }

  /** Nothing is sent ahead from now on; what there is of a stream. */
  private @Nullable EventSink finish() {
    choosing.lock();
    try {
      finished = true;
      callOffTimer.run();
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
        callOffTimer.run();
        sink = open();
      }
      return sink;
    } finally {
      choosing.unlock();
    }
  }

  private EventSink open() {
    EventSink opened = exchange.stream(Map.of("mcp-session-id", sessionId));
    opened.onClose(() -> closed.complete(null));
    return opened;
  }
}
