package sh.executor.mcp;

import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/** What is to be done later, and soon: nothing that blocks. Safe for use by many threads. */
@Singleton
final class Timers {

  private final Vertx vertx;

  @Inject
  Timers(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Does {@code action} once, {@code delay} from now.
   *
   * @return calls that off, if it is not done yet
   */
  Runnable after(Duration delay, Runnable action) {
    long timer = vertx.setTimer(Math.max(1, delay.toMillis()), id -> action.run());
    return () -> vertx.cancelTimer(timer);
  }
}
