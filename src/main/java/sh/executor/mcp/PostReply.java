package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one POST of a session: a JSON document if it comes soon and alone, an event stream
 * as soon as something else has to be said first or the wait grows long. What goes over the stream
 * is kept first, so that a client whose connection breaks can ask for it, on any node; news of the
 * moment, such as progress, are not kept. A document is not kept either. Safe for use by many
 * threads, who wait for each other.
 */
final class PostReply implements Downstream {

  private final Exchange exchange;
  private final Timers timers;
  private final McpConfig config;
  private final KeptStream kept;
  private final String sessionId;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  /** Held while something is kept and sent, so that it arrives in the order of its numbers. */
  private final ReentrantLock sending = new ReentrantLock();

  @GuardedBy("sending")
  private @Nullable EventSink sink;

  @GuardedBy("sending")
  private boolean finished;

  @GuardedBy("sending")
  private Runnable callOffTimer = () -> {};

  PostReply(Exchange exchange, Timers timers, McpConfig config, KeptStream kept, String sessionId) {
    this.exchange = exchange;
    this.timers = timers;
    this.config = config;
    this.kept = kept;
    this.sessionId = sessionId;
  }

  /** From now on, an answer that takes long becomes a stream that is kept alive. */
  @Override
  public void expectWork() {
    sending.lock();
    try {
      if (!finished && sink == null) {
        callOffTimer =
            timers.after(
                config.streamAfter(),
                () -> Thread.ofVirtual().name("post-stream").start(this::streamIfUnfinished));
      }
    } finally {
      sending.unlock();
    }
  }

  private void streamIfUnfinished() {
    sending.lock();
    try {
      if (!finished && sink == null && kept.open()) {
        EventSink _ = open();
      }
    } finally {
      sending.unlock();
    }
  }

  @Override
  public boolean send(JsonNode message) throws InterruptedException {
    byte[] json = Json.bytes(message);
    sending.lockInterruptibly();
    try {
      if (finished) {
        return false;
      }
      if (Downstream.isNews(message)) {
        streamIfUnfinished();
        return sink != null && sink.send(Events.message(json));
      }
      Optional<EventId> id = kept.keep(json);
      return id.isPresent() && open().send(Events.message(id.get(), json));
    } finally {
      sending.unlock();
    }
  }

  @Override
  public CompletableFuture<Void> closed() {
    return closed;
  }

  /** Sends the answer. */
  void finish(byte[] json) {
    sending.lock();
    try {
      finished = true;
      callOffTimer.run();
      if (sink == null) {
        exchange.answer(Answer.json(200, json).with("mcp-session-id", sessionId));
      } else {
        sink.end(last(json));
      }
    } finally {
      sending.unlock();
    }
  }

  /** An answer that can not be kept is sent all the same: its client may well be there. */
  private byte[] last(byte[] json) {
    return kept.keep(json).map(id -> Events.message(id, json)).orElse(Events.message(json));
  }

  /** Ends without an answer: the client took its request back. */
  void abandon() {
    sending.lock();
    try {
      finished = true;
      callOffTimer.run();
      byte[] cancelled = Events.comment("cancelled");
      if (sink == null) {
        exchange.stream(headers()).end(cancelled);
      } else {
        kept.end();
        sink.end(cancelled);
      }
    } finally {
      sending.unlock();
    }
  }

  @GuardedBy("sending")
  private EventSink open() {
    if (sink == null) {
      callOffTimer.run();
      EventSink opened = exchange.stream(headers());
      opened.onClose(() -> closed.complete(null));
      boolean _ = opened.offer(Events.priming(kept.id(0), config.retryAfter()));
      sink = opened;
    }
    return sink;
  }

  private Map<String, String> headers() {
    return Map.of("mcp-session-id", sessionId);
  }
}
