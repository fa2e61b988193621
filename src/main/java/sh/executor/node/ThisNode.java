package sh.executor.node;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import sh.executor.kernel.UuidV7;

/** This process among those that share the database: another one after every start. */
@Singleton
public final class ThisNode {

  private final UUID id;
  private final LongSupplier nanoTime;
  private final AtomicLong lapses = new AtomicLong();
  private volatile long leasedUntilNanos;
  private volatile boolean leaving;

  @Inject
  public ThisNode(UuidV7 ids, LongSupplier nanoTime) {
    this.id = ids.next();
    this.nanoTime = nanoTime;
    this.leasedUntilNanos = nanoTime.getAsLong();
  }

  /** Its id, by which others know what is its. */
  public UUID id() {
    return id;
  }

  /**
   * Renews the lease: {@code renewal} writes it down for that long, from when it is called. For one
   * thread.
   */
  public void renew(Duration lease, Runnable renewal) {
    long until = nanoTime.getAsLong() + lease.toNanos();
    renewal.run();
    if (!isSurelyLeased()) {
      lapses.incrementAndGet();
    }
    leasedUntilNanos = until;
  }

  /**
   * Whether no other node can have taken over what is this one's. False does not say that one has:
   * this process may have been held up for a while, and only the database knows.
   */
  public boolean isSurelyLeased() {
    return leasedUntilNanos - nanoTime.getAsLong() > 0;
  }

  /** From now on others are told no more how to reach this node: it is about to stop. */
  void leave() {
    leaving = true;
  }

  /** Whether it is about to stop. What is its may be taken over at any moment. */
  public boolean isLeaving() {
    return leaving;
  }

  /**
   * How often the lease may have stood open to others so far. What was this node's by the database
   * is so without another look as long as this has not changed and {@link #isSurelyLeased}.
   */
  public long lapses() {
    return lapses.get();
  }
}
