package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.CatalogChanges;
import sh.executor.kernel.Caller;
import sh.executor.session.EventStore;
import sh.executor.session.LiveSession;

/**
 * What a GET opens: the standing stream of a session, or, by {@code Last-Event-ID}, one that was
 * cut. A newer standing stream replaces the one before, and it ends of its own accord when it grows
 * old, so that a balancer can move it.
 */
@Singleton
final class LegacyStream {

  private static final Answer NOT_ACCEPTABLE =
      Answer.error(
          406, RpcError.BAD_REQUEST, "Not Acceptable: Client must accept text/event-stream");
  private static final Answer NO_EVENT_ID =
      Answer.error(400, RpcError.BAD_REQUEST, "Bad Request: Last-Event-ID is no id of an event");

  private static final byte[] TOOLS_CHANGED =
      Json.bytes(
          Json.object().put("jsonrpc", "2.0").put("method", "notifications/tools/list_changed"));

  private final McpConfig config;
  private final Timers timers;
  private final CatalogChanges changes;
  private final EventStore store;
  private final ResumedStream resumed;

  @Inject
  LegacyStream(
      McpConfig config,
      Timers timers,
      CatalogChanges changes,
      EventStore store,
      ResumedStream resumed) {
    this.config = config;
    this.timers = timers;
    this.changes = changes;
    this.store = store;
    this.resumed = resumed;
  }

  /** Opens the stream. Blocks as long as one that was cut is followed. */
  void open(Exchange exchange, Caller caller, LiveSession session, String sessionId)
      throws InterruptedException {
    Optional<Answer> refusal = LegacyVersion.refusal(exchange);
    if (refusal.isPresent()) {
      exchange.answer(refusal.get());
      return;
    }
    if (!MediaTypes.accepts(exchange.header("accept"), MediaTypes.EVENT_STREAM)) {
      exchange.answer(NOT_ACCEPTABLE);
      return;
    }
    String lastEventId = exchange.header("last-event-id");
    if (lastEventId == null) {
      KeptStream kept = new KeptStream(store, session, EventId.STANDING);
      stand(exchange, caller, session, sessionId, kept, kept.read().last());
      return;
    }
    Optional<EventId> from = EventId.parse(lastEventId);
    if (from.isEmpty()) {
      exchange.answer(NO_EVENT_ID);
    } else if (from.get().stream() == EventId.STANDING) {
      KeptStream kept = new KeptStream(store, session, EventId.STANDING);
      kept.delivered(from.get().seq());
      stand(exchange, caller, session, sessionId, kept, from.get().seq());
    } else {
      resumed.open(exchange, session, sessionId, from.get());
    }
  }

  private void stand(
      Exchange exchange,
      Caller caller,
      LiveSession session,
      String sessionId,
      KeptStream kept,
      long sent) {
    // The watch first: what changes once the client sees the stream open is told on it.
    AtomicReference<@Nullable StandingStream> open = new AtomicReference<>();
    Runnable callOffWatch =
        changes.watch(
            caller,
            () -> {
              Optional<EventId> _ = kept.append(TOOLS_CHANGED);
              Optional.ofNullable(open.get()).ifPresent(StandingStream::catchUp);
            });
    EventSink sink = exchange.stream(Map.of("mcp-session-id", sessionId));
    boolean _ = sink.offer(Events.priming(kept.id(sent), config.retryAfter()));
    StandingStream stream = new StandingStream(kept, sink, sent);
    open.set(stream);
    Runnable callOffAge =
        timers.after(config.streamAgeMax(), () -> stream.end("max-age rotation, reconnect"));
    session.attach(stream);
    sink.onClose(
        () -> {
          callOffAge.run();
          callOffWatch.run();
          session.detach(stream);
        });
    stream.catchUp();
  }
}
