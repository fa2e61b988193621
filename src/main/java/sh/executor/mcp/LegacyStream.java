package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
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

  private final McpConfig config;
  private final Timers timers;

  @Inject
  LegacyStream(McpConfig config, Timers timers) {
    this.config = config;
    this.timers = timers;
  }

  /** Opens the stream. */
  void open(Exchange exchange, LiveSession session, String sessionId) {
    Optional<Answer> refusal = LegacyVersion.refusal(exchange);
    if (refusal.isPresent()) {
      exchange.answer(refusal.get());
      return;
    }
    if (!MediaTypes.accepts(exchange.header("accept"), MediaTypes.EVENT_STREAM)) {
      exchange.answer(NOT_ACCEPTABLE);
      return;
    }
    EventSink sink = exchange.stream(Map.of("mcp-session-id", sessionId));
    Outlet outlet = reason -> sink.end(Events.comment(reason));
    Runnable callOffAge =
        timers.after(config.streamAgeMax(), () -> outlet.end("max-age rotation, reconnect"));
    session.attach(outlet);
    sink.onClose(
        () -> {
          callOffAge.run();
          session.detach(outlet);
        });
  }
}
