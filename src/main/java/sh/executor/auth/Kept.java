package sh.executor.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer publishes, kept for an hour. Whoever finds it missing or old fetches it while
 * others wait, at most every half minute, or every second as long as there is nothing yet. What was
 * once had stays while the issuer is out of reach. Safe for use by many threads.
 */
final class Kept<T> {

  private static final Duration KEPT_FOR = Duration.ofHours(1);
  private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);

  /** As long as there is nothing yet: soon enough for who was told to try again. */
  private static final Duration BETWEEN_FIRST_FETCHES = Duration.ofSeconds(1);

  private final Supplier<Optional<T>> source;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  private volatile @Nullable Found<T> kept;
  private volatile Instant fetchedLast = Instant.MIN;

  /**
   * @param source fetches; blocks, within a time of its own. Empty when it can't be had
   */
  Kept(Supplier<Optional<T>> source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /** What there is; empty when nothing could be had so far. */
  Optional<T> current() {
    Instant seen = fetchedLast;
    Found<T> known = kept;
    if (known != null && known.at().plus(KEPT_FOR).isAfter(clock.instant())) {
      return Optional.of(known.value());
    }
    return known == null || mayFetch() ? fetched(seen) : Optional.of(known.value());
  }

  /** What there is after a fetch ahead of time, unless it is too soon for one. */
  Optional<T> newer() {
    Instant seen = fetchedLast;
    return mayFetch() ? fetched(seen) : Optional.ofNullable(kept).map(Found::value);
  }

  private boolean mayFetch() {
    Duration wait = kept == null ? BETWEEN_FIRST_FETCHES : BETWEEN_FETCHES;
    return fetchedLast.isBefore(clock.instant().minus(wait));
  }

  /**
   * Fetches, unless another thread has since the fetch {@code seen} or it is too soon; what there
   * is then. Who comes while another fetches waits for what that brings.
   */
  private Optional<T> fetched(Instant seen) {
    lock.lock();
    try {
      if (fetchedLast.equals(seen) && mayFetch()) {
        fetchedLast = clock.instant();
        source.get().ifPresent(value -> kept = new Found<>(value, clock.instant()));
      }
      return Optional.ofNullable(kept).map(Found::value);
    } finally {
      lock.unlock();
    }
  }

  private record Found<T>(T value, Instant at) {}
}
