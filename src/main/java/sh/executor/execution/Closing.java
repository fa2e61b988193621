package sh.executor.execution;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether this node is about to stop. Once it is, runs begin nothing new, wait a little for what is
 * under way, and are left where another node can go on.
 */
@Singleton
final class Closing {

  private final ExecutionConfig config;
  private final LongSupplier nanoTime;
  private volatile boolean begun;
  private volatile long untilNanos;

  @Inject
  Closing(ExecutionConfig config, LongSupplier nanoTime) {
    this.config = config;
    this.nanoTime = nanoTime;
  }

  /** Begins to close; false when that had begun before. */
  boolean begin() {
    if (begun) {
      return false;
    }
    untilNanos = nanoTime.getAsLong() + config.drain().toNanos();
    begun = true;
    return true;
  }

  boolean hasBegun() {
    return begun;
  }

  /** How much longer calls under way may take. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, untilNanos - nanoTime.getAsLong()));
  }
}
