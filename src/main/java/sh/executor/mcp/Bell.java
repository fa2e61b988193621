package sh.executor.mcp;

import java.util.concurrent.atomic.AtomicReference;
import sh.executor.execution.Cancellation;

/**
 * Ends one wait after another. Whoever waits takes a signal first, then looks around, then waits
 * for it, so that no ring is lost. Safe for use by many threads.
 */
final class Bell {

  private final AtomicReference<Cancellation> signal = new AtomicReference<>(new Cancellation());

  /** Ends the wait under way, or else the next one. */
  void ring() {
    signal.get().cancel("something happened");
  }

  /** What to wait for from now on. */
  Cancellation next() {
    Cancellation next = new Cancellation();
    signal.set(next);
    return next;
  }
}
