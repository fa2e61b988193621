package sh.executor.outbound;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
  private final ConcurrentMap<Object, Slot> slots = new ConcurrentHashMap<>();

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
          enter(new AtOrigin(tenant, origin), perOriginMax, by, undo)
              && enter(tenant, perTenantMax, by, undo)
              && enter(total, by, undo);
    } finally {
      if (!complete) {
        undo.forEach(Runnable::run);
      }
    }
    return complete ? Optional.of(() -> undo.forEach(Runnable::run)) : Optional.empty();
  }

  private boolean enter(Object key, int max, Deadline by, Deque<Runnable> undo)
      throws InterruptedException {
    Slot slot = slots.compute(key, (same, old) -> old == null ? new Slot(max) : old.joined());
    undo.push(() -> slots.computeIfPresent(key, (same, old) -> old.left()));
    return enter(slot.semaphore(), by, undo);
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
    return List.copyOf(slots.keySet());
  }

  private record AtOrigin(TenantId tenant, Origin origin) {}

  /** A semaphore that is forgotten when nobody uses or awaits it. */
  private record Slot(Semaphore semaphore, int users) {

    Slot(int max) {
      this(new Semaphore(max, true), 1);
    }

    Slot joined() {
      return new Slot(semaphore, users + 1);
    }

    @Nullable Slot left() {
      return users == 1 ? null : new Slot(semaphore, users - 1);
    }
  }
}
