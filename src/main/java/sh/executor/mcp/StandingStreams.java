package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.CatalogChanges;
import sh.executor.kernel.Caller;
import sh.executor.session.LiveSession;

/**
 * Makes streams the standing ones of their sessions: they replace the one before, hear that tools
 * have changed, and end of their own accord when they grow old, so that a balancer can move them.
 */
@Singleton
final class StandingStreams {

  private static final byte[] TOOLS_CHANGED =
      Json.bytes(
          Json.object().put("jsonrpc", "2.0").put("method", "notifications/tools/list_changed"));

  private final McpConfig config;
  private final Timers timers;
  private final CatalogChanges changes;

  @Inject
  StandingStreams(McpConfig config, Timers timers, CatalogChanges changes) {
    this.config = config;
    this.timers = timers;
    this.changes = changes;
  }

  /**
   * Opens a stream and makes it the standing one.
   *
   * @param kept as which it is kept
   * @param opening opens it; what changes from then on is told on it
   */
  StandingStream stand(
      Caller caller, LiveSession session, KeptStream kept, Supplier<StandingStream> opening) {
    AtomicReference<@Nullable StandingStream> open = new AtomicReference<>();
    Runnable callOffWatch =
        changes.watch(
            caller,
            () -> {
              Optional<EventId> _ = kept.append(TOOLS_CHANGED);
              Optional.ofNullable(open.get()).ifPresent(StandingStream::catchUp);
            });
    StandingStream stream = opening.get();
    open.set(stream);
    Runnable callOffAge =
        timers.after(config.streamAgeMax(), () -> stream.end("max-age rotation, reconnect"));
    session.attach(stream);
    session.tellBy(
        message -> {
          Optional<EventId> _ = kept.append(message);
          stream.catchUp();
        });
    stream.onClose(
        () -> {
          callOffAge.run();
          callOffWatch.run();
          session.detach(stream);
        });
    stream.catchUp();
    return stream;
  }
}
