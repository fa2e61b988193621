package sh.executor.node;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import sh.executor.kernel.UuidV7;

/**
 * This process among those that share the database: another one after every start.
 *
 * <p>Its lease is by the database's clock; here it is followed by two others. Elapsed time stands
 * still while a machine is suspended, the time of day does not, and either may be wrong alone: the
 * lease surely stands while both say so.
 */
@Singleton
public final class ThisNode {

  private final UUID id;
  private final LongSupplier nanoTime;
  private final InstantSource clock;
  private final AtomicLong lapses = new AtomicLong();
  private volatile Lease leased;
  private volatile boolean outOfReach;
  private volatile boolean leaving;

  @Inject
  public ThisNode(UuidV7 ids, LongSupplier nanoTime, InstantSource clock) {
    this.id = ids.next();
    this.nanoTime = nanoTime;
    this.clock = clock;
    this.leased = lease(Duration.ZERO);
  }

  /** When the lease ends, by either clock of this host. */
  private record Lease(long untilNanos, long untilMillis) {}

  /**
   * What the database says to a renewal.
   *
   * @param stood whether the lease it renews had not run out
   * @param outOfReach whether there are other nodes and they do not know where this one is
   */
  record Renewal(boolean stood, boolean outOfReach) {}

  /** Its id, by which others know what is its. */
  public UUID id() {
    return id;
  }

  /**
   * Renews the lease: {@code renewal} writes it down for that long, from when it is called. For one
   * thread.
   */
  void renew(Duration duration, Supplier<Renewal> renewal) {
    Lease next = lease(duration);
    Renewal renewed = renewal.get();
    if (!renewed.stood() || !isSurelyLeased()) {
      lapses.incrementAndGet();
    }
    outOfReach = renewed.outOfReach();
    leased = next;
  }

  private Lease lease(Duration duration) {
    return new Lease(
        nanoTime.getAsLong() + duration.toNanos(), clock.millis() + duration.toMillis());
  }

  /**
   * Whether no other node can have taken over what is this one's. False does not say that one has:
   * this process may have been held up for a while, and only the database knows.
   */
  public boolean isSurelyLeased() {
    Lease lease = leased;
    return lease.untilNanos() - nanoTime.getAsLong() > 0 && clock.millis() < lease.untilMillis();
  }

  /**
   * Whether there are other nodes that could pass nothing on to this one, as far as the last beat
   * told: they take over what they are asked for, lease or not.
   */
  public boolean isOutOfReach() {
    return outOfReach;
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
   * is so without another look as long as {@link #isSurelyLeased} and then this has not changed: to
   * be asked in that order, because a renewal after a lapse counts first.
   */
  public long lapses() {
    return lapses.get();
  }
}
