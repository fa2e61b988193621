package sh.executor.mcp;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import sh.executor.kernel.AccountId;

/**
 * How many may listen at once: of all, and of one account, so that nobody takes the room of the
 * others. Safe for use by many threads.
 */
final class ListenRoom {

  private final Semaphore all;
  private final int perAccountMax;
  private final Map<AccountId, Integer> taken = new ConcurrentHashMap<>();

  ListenRoom(int max, int perAccountMax) {
    this.all = new Semaphore(max);
    this.perAccountMax = perAccountMax;
  }

  /** Takes a place; what gives it back, once, or empty when there is none. */
  Optional<Runnable> enter(AccountId account) {
    if (!all.tryAcquire()) {
      return Optional.empty();
    }
    AtomicBoolean entered = new AtomicBoolean();
    taken.compute(
        account,
        (same, before) -> {
          int count = before == null ? 0 : before;
          entered.set(count < perAccountMax);
          return entered.get() ? Integer.valueOf(count + 1) : before;
        });
    if (!entered.get()) {
      all.release();
      return Optional.empty();
    }
    AtomicBoolean left = new AtomicBoolean();
    return Optional.of(
        () -> {
          if (left.compareAndSet(false, true)) {
            leave(account);
          }
        });
  }

  private void leave(AccountId account) {
    taken.computeIfPresent(account, (same, count) -> count == 1 ? null : count - 1);
    all.release();
  }
}
