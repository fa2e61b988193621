package sh.executor.execution;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sh.executor.sandbox.Delivery;

/**
 * The one call that a run makes on its own thread, so that nothing is handed from thread to thread.
 * It is broken off when the run has something else to look at: so it must be one that may be made
 * again.
 */
final class SoleCall {

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private @Nullable Thread maker;

  @GuardedBy("lock")
  private boolean brokenOff;

  /**
   * Makes the call.
   *
   * @param otherwise whether there is something else to look at already
   * @return nothing when it was broken off, or not begun
   */
  Optional<Delivery> make(Supplier<Delivery> work, BooleanSupplier otherwise) {
    enter();
    try {
      if (otherwise.getAsBoolean()) {
        return Optional.empty();
      }
      Delivery answer = work.get();
      return isBrokenOff() ? Optional.empty() : Optional.of(answer);
    } catch (RuntimeException e) {
      if (isBrokenOff()) {
        return Optional.empty();
      }
      throw e;
    } finally {
      leave();
    }
  }

  /** Breaks off the call under way, if there is one. For any thread. */
  void breakOff() {
    lock.lock();
    try {
      if (maker != null) {
        brokenOff = true;
        maker.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  private void enter() {
    lock.lock();
    try {
      maker = Thread.currentThread();
      brokenOff = false;
    } finally {
      lock.unlock();
    }
  }

  private boolean isBrokenOff() {
    lock.lock();
    try {
      return brokenOff;
    } finally {
      lock.unlock();
    }
  }

  /** What broke the call off ends with it: the thread goes on. */
  private void leave() {
    lock.lock();
    try {
      maker = null;
      if (brokenOff) {
        boolean _ = Thread.interrupted();
      }
    } finally {
      lock.unlock();
    }
  }
}
