package sh.executor.execution;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;
import sh.executor.kernel.UuidV7;

/** This process among those that share the database: another one after every start. */
@Singleton
final class ThisNode {

  private final UUID id;
  private final LongSupplier nanoTime;
  private volatile long leasedUntilNanos;

  @Inject
  ThisNode(UuidV7 ids, LongSupplier nanoTime) {
    this.id = ids.next();
    this.nanoTime = nanoTime;
    this.leasedUntilNanos = nanoTime.getAsLong();
  }

  UUID id() {
    return id;
  }

  /** Renews the lease: {@code renewal} writes it down for that long, from when it is called. */
  void renew(Duration lease, Runnable renewal) {
    long until = nanoTime.getAsLong() + lease.toNanos();
    renewal.run();
    leasedUntilNanos = until;
  }

  /**
   * Whether no other node can have taken a run of this one over. False does not say that one has:
   * this process may have been held up for a while, and only the database knows.
   */
  boolean isSurelyLeased() {
    return leasedUntilNanos - nanoTime.getAsLong() > 0;
  }
}
