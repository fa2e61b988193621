package sh.executor.mcp;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import sh.executor.kernel.AccountId;

/**
 * Room for the requests a node works on at once, and everybody's share of it: nobody has more of it
 * than is still free. So one account alone fills half of it and {@code n} of them {@code n / (n +
 * 1)}, and whoever comes next finds a place. An {@link Errand#WORD} takes none. Safe for use by
 * many threads.
 *
 * @see <a href="https://doi.org/10.1109/90.664262">Choudhury, Hahne: Dynamic Queue Length
 *     Thresholds</a>
 */
final class Room {

  /** There is no room at all. */
  static final Answer FULL =
      Answer.error(503, RpcError.BAD_REQUEST, "The server is busy - please retry")
          .with("retry-after", "2");

  private static final Answer SHARE_TAKEN =
      Answer.error(
              429,
              RpcError.BAD_REQUEST,
              "Too many requests of yours are under way; wait for one to be answered")
          .with("retry-after", "1");

  /** Of so many places one is kept for words: they are short. */
  private static final int PLACES_PER_WORD = 8;

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<AccountId, Integer> held = new HashMap<>();

  @GuardedBy("lock")
  private int free;

  Room(int places) {
    this.free = places;
  }

  /** How many requests to let in before it is known what they are, for a room of {@code places}. */
  static int doorstep(int places) {
    return Math.addExact(places, Math.ceilDiv(places, PLACES_PER_WORD));
  }

  /** What is done by somebody who was let in. */
  @FunctionalInterface
  interface Work {
    void go() throws InterruptedException;
  }

  /** Does {@code work} for {@code account}, or answers why not. */
  void let(Exchange exchange, AccountId account, Errand errand, Work work)
      throws InterruptedException {
    if (!errand.takesRoom()) {
      work.go();
      return;
    }
    Optional<Answer> refusal = enter(account);
    if (refusal.isPresent()) {
      exchange.answer(refusal.get());
      return;
    }
    try {
      work.go();
    } finally {
      leave(account);
    }
  }

  /** Takes a place; the answer why there is none, if so. */
  Optional<Answer> enter(AccountId account) {
    lock.lock();
    try {
      if (free == 0) {
        return Optional.of(FULL);
      }
      int share = held.getOrDefault(account, 0);
      if (share >= free) {
        return Optional.of(SHARE_TAKEN);
      }
      held.put(account, share + 1);
      free--;
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Gives a place back. */
  void leave(AccountId account) {
    lock.lock();
    try {
      held.computeIfPresent(account, (same, share) -> share == 1 ? null : share - 1);
      free++;
    } finally {
      lock.unlock();
    }
  }
}
