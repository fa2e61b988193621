package sh.executor.outbound;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Limits on how many there may be of each kind at once, forgotten where nobody uses them. */
final class Shares {

  private final ConcurrentMap<Object, Slot> slots = new ConcurrentHashMap<>();

  /**
   * Enters as one of {@code max} of {@code key}, once there is room.
   *
   * @return how to leave again, to be run once; empty when there was no room by the deadline
   */
  Optional<Runnable> enter(Object key, int max, Deadline by) throws InterruptedException {
    Slot slot = slots.compute(key, (same, old) -> old == null ? new Slot(max) : old.joined());
    boolean entered = false;
    try {
      entered = slot.semaphore().tryAcquire(by.leftNanos(), TimeUnit.NANOSECONDS);
    } finally {
      if (!entered) {
        forget(key);
      }
    }
    return entered ? Optional.of(() -> leave(key, slot)) : Optional.empty();
  }

  private void leave(Object key, Slot slot) {
    slot.semaphore().release();
    forget(key);
  }

  private void forget(Object key) {
    slots.computeIfPresent(key, (same, old) -> old.left());
  }

  /** Of which kinds there are some, or somebody waits to be one. */
  List<Object> known() {
    return List.copyOf(slots.keySet());
  }

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
