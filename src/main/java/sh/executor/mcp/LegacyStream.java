package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sh.executor.catalog.CatalogChanges;
import sh.executor.kernel.Caller;
import sh.executor.session.LiveSession;
import sh.executor.session.Outlet;

/**
 * The standing stream of a session, opened by GET. It holds a socket and no thread; a newer one
 * replaces it, and it ends of its own accord when it grows old, so that a balancer can move it.
 */
@Singleton
final class LegacyStream {

  private static final Answer NOT_ACCEPTABLE =
      Answer.error(
          406, RpcError.BAD_REQUEST, "Not Acceptable: Client must accept text/event-stream");

  private static final byte[] TOOLS_CHANGED =
      Events.message(
          Json.bytes(
              Json.object()
                  .put("jsonrpc", "2.0")
                  .put("method", "notifications/tools/list_changed")));

  private final McpConfig config;
  private final Timers timers;
  private final CatalogChanges changes;

  @Inject
  LegacyStream(McpConfig config, Timers timers, CatalogChanges changes) {
    this.config = config;
    this.timers = timers;
    this.changes = changes;
  }

  /** Opens the stream. */
  void open(Exchange exchange, Caller caller, LiveSession session, String sessionId) {
    Optional<Answer> refusal = LegacyVersion.refusal(exchange);
    if (refusal.isPresent()) {
      exchange.answer(refusal.get());
      return;
    }
    if (!MediaTypes.accepts(exchange.header("accept"), MediaTypes.EVENT_STREAM)) {
      exchange.answer(NOT_ACCEPTABLE);
      return;
    }
    // The watch first: what changes once the client sees the stream open is told on it.
    CompletableFuture<EventSink> opened = new CompletableFuture<>();
    Runnable callOffWatch =
        changes.watch(
            caller,
            () -> {
              CompletableFuture<Void> _ = opened.thenAccept(sink -> sink.offer(TOOLS_CHANGED));
            });
    EventSink sink = exchange.stream(Map.of("mcp-session-id", sessionId));
    opened.complete(sink);
    Outlet outlet = reason -> sink.end(Events.comment(reason));
    Runnable callOffAge =
        timers.after(config.streamAgeMax(), () -> outlet.end("max-age rotation, reconnect"));
    session.attach(outlet);
    sink.onClose(
        () -> {
          callOffAge.run();
          callOffWatch.run();
          session.detach(outlet);
        });
  }
}
