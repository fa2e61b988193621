package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import sh.executor.session.EventStore;
import sh.executor.session.LiveSession;
import sh.executor.session.model.Event;

/**
 * Takes up the stream of a POST where its client lost it: sends what it missed, and as long as the
 * request is worked on, on whichever node, what comes. Ends with the answer.
 */
@Singleton
final class ResumedStream {

  private static final Answer UNKNOWN =
      Answer.error(
          400, RpcError.BAD_REQUEST, "Bad Request: Last-Event-ID names no event of this session");
  private static final Answer ABANDONED =
      Answer.error(
          400, RpcError.BAD_REQUEST, "Bad Request: Last-Event-ID names a cancelled request");

  private final McpConfig config;
  private final EventStore store;
  private final LongSupplier nanoTime;

  @Inject
  ResumedStream(McpConfig config, EventStore store, LongSupplier nanoTime) {
    this.config = config;
    this.store = store;
    this.nanoTime = nanoTime;
  }

  /** Sends what follows an event. Blocks until the answer is out or the client has gone. */
  void open(Exchange exchange, LiveSession session, String sessionId, EventId from)
      throws InterruptedException {
    KeptStream stream = new KeptStream(store, session, from.stream());
    KeptStream.Kept kept = stream.read();
    if (kept.isUnknown()) {
      exchange.answer(UNKNOWN);
    } else if (kept.isAbandoned()) {
      exchange.answer(ABANDONED);
    } else {
      EventSink sink = exchange.stream(Map.of("mcp-session-id", sessionId));
      CompletableFuture<Void> closed = new CompletableFuture<>();
      sink.onClose(() -> closed.complete(null));
      sink.end(Events.comment(follow(stream, kept, from.seq(), new Reader(session, sink, closed))));
    }
  }

  /** Who reads, and whether that is over. */
  private record Reader(LiveSession session, EventSink sink, CompletableFuture<Void> closed) {

    /** Waits for that; says whether it has come. */
    boolean goes(Duration within) throws InterruptedException {
      try {
        closed.get(within.toMillis(), TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException e) {
        return session.isOver();
      } catch (ExecutionException e) {
        throw new IllegalStateException("wait for a reader to go", e);
      }
    }
  }

  /** Sends until there is no more to come; says why it stopped. */
  private String follow(KeptStream stream, KeptStream.Kept first, long after, Reader reader)
      throws InterruptedException {
    long until = nanoTime.getAsLong() + config.streamAgeMax().toNanos();
    KeptStream.Kept kept = first;
    long sent = after;
    while (true) {
      for (Event event : kept.after(sent)) {
        if (!reader.sink().send(Events.message(stream.id(event.seq()), event.message()))) {
          return "gone";
        }
        sent = event.seq();
      }
      if (kept.isAnswered() || kept.isAbandoned()) {
        return "replay-complete";
      }
      if (nanoTime.getAsLong() - until >= 0) {
        return "max-age rotation, reconnect";
      }
      if (reader.goes(config.followEvery())) {
        return "session ended";
      }
      kept = stream.read();
    }
  }
}
