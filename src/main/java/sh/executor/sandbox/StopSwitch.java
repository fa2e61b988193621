package sh.executor.sandbox;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Ends a script from outside, once, wherever it is. In JavaScript the engine asks {@link #stopped};
 * in a built-in that does not ask, compiled wasm sees its thread interrupted. The thread is
 * interrupted only while it is inside, and leaves with a clean status.
 */
final class StopSwitch {

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private @Nullable Thread inside;

  private volatile ScriptError.@Nullable Kind reason;

  /** Marks the current thread as inside; false when the script has been stopped already. */
  boolean enter() {
    lock.lock();
    try {
      if (reason != null) {
        return false;
      }
      inside = Thread.currentThread();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Marks the current thread as outside again. */
  void exit() {
    lock.lock();
    try {
      inside = null;
      var _ = Thread.interrupted();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the script for this reason, unless it has been ended for another. */
  void stop(ScriptError.Kind why) {
    lock.lock();
    try {
      if (reason != null) {
        return;
      }
      reason = why;
      if (inside != null) {
        inside.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean stopped() {
    return reason != null;
  }

  /** Why it was stopped; null when it was not. */
  ScriptError.@Nullable Kind reason() {
    return reason;
  }
}
