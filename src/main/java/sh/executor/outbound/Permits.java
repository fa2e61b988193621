package sh.executor.outbound;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import sh.executor.kernel.TenantId;

/**
 * How many requests may be under way: in all, for an organisation, and for an organisation at one
 * origin. A permit is of all three; they are waited for from the narrowest to the widest, so that
 * who waits for a slow origin holds nothing that others need.
 */
final class Permits {

  private final Semaphore total;
  private final int perTenantMax;
  private final int perOriginMax;
  private final Shares shares = new Shares();

  Permits(int totalMax, int perTenantMax, int perOriginMax) {
    this.total = new Semaphore(totalMax, true);
    this.perTenantMax = perTenantMax;
    this.perOriginMax = perOriginMax;
  }

  /** Leave to send one request, to be closed after it. */
  interface Permit extends AutoCloseable {
    @Override
    void close();
  }

  /** A permit, or empty when there was none by the deadline. */
  Optional<Permit> acquire(TenantId tenant, Origin origin, Deadline by)
      throws InterruptedException {
    Deque<Runnable> undo = new ArrayDeque<>();
    boolean complete = false;
    try {
      complete =
          share(new AtOrigin(tenant, origin), perOriginMax, by, undo)
              && share(tenant, perTenantMax, by, undo)
              && enter(total, by, undo);
    } finally {
      if (!complete) {
        undo.forEach(Runnable::run);
      }
    }
    return complete ? Optional.of(() -> undo.forEach(Runnable::run)) : Optional.empty();
  }

  private boolean share(Object key, int max, Deadline by, Deque<Runnable> undo)
      throws InterruptedException {
    Optional<Runnable> share = shares.enter(key, max, by);
    share.ifPresent(undo::push);
    return share.isPresent();
  }

  private static boolean enter(Semaphore semaphore, Deadline by, Deque<Runnable> undo)
      throws InterruptedException {
    boolean entered = semaphore.tryAcquire(by.leftNanos(), TimeUnit.NANOSECONDS);
    if (entered) {
      undo.push(semaphore::release);
    }
    return entered;
  }

  /** Who has limits of their own at this moment; for tests. */
  List<Object> known() {
    return shares.known();
  }

  private record AtOrigin(TenantId tenant, Origin origin) {}
}
