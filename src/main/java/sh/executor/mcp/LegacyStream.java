package sh.executor.mcp;

import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
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

  @Inject
  LegacyStream(McpConfig config) {
    this.config = config;
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
    exchange.context().runOnContext(ready -> openNow(exchange, session, sessionId));
  }

  private void openNow(Exchange exchange, LiveSession session, String sessionId) {
    SseStream stream = SseStream.open(exchange, config, sessionId);
    Vertx vertx = exchange.context().owner();
    Outlet outlet = reason -> exchange.context().runOnContext(ready -> stream.endNow(reason));
    long ageTimer =
        vertx.setTimer(
            config.streamAgeMax().toMillis(), id -> stream.endNow("max-age rotation, reconnect"));
    session.attach(outlet);
    stream.onClose(
        () -> {
          vertx.cancelTimer(ageTimer);
          session.detach(outlet);
        });
  }
}
