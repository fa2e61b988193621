package sh.executor.outbound;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A moment of the monotonic clock by which something must have happened. */
record Deadline(LongSupplier nanoTime, long atNanos) {

  /** The moment {@code after} from now. */
  static Deadline in(Duration after, LongSupplier nanoTime) {
    return new Deadline(nanoTime, nanoTime.getAsLong() + after.toNanos());
  }

  /** This moment, or {@code after} from now if that is sooner. */
  Deadline orIn(Duration after) {
    Deadline other = in(after, nanoTime);
    return other.leftNanos() < leftNanos() ? other : this;
  }

  /** Nanoseconds left; zero once it has passed. */
  long leftNanos() {
    return Math.max(0, atNanos - nanoTime.getAsLong());
  }
}
