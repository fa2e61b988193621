package sh.executor.sandbox;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import sh.executor.kernel.TenantId;

/**
 * One step's claim to a processor. All fields but the waiting thread belong to {@link Turns} and
 * its lock.
 */
final class Turn {

  /** Where a turn is. */
  enum State {
    /** Not in line. */
    OUTSIDE,
    /** In line, with no thread of the pool yet. */
    FRESH,
    /** In line again, keeping its thread of the pool. */
    YIELDED,
    /** Running. */
    RUNNING,
    /** Running beyond its slice in a place where it can not yield: no longer counted. */
    RELIEVED
  }

  final TenantId tenant;
  final StopSwitch stop;
  State state = State.OUTSIDE;
  long since;

  /** Whether it has used up a slice before. */
  boolean lengthy;

  private volatile @Nullable Thread waiter;
  private volatile boolean granted;

  Turn(TenantId tenant, StopSwitch stop) {
    this.tenant = tenant;
    this.stop = stop;
  }

  /** Waits on the current thread until it is granted or the script is stopped. */
  void await() {
    waiter = Thread.currentThread();
    while (!granted && !stop.stopped()) {
      LockSupport.park(this);
      if (Thread.currentThread().isInterrupted()) {
        stop.stop(ScriptError.Kind.CANCELLED);
      }
    }
    waiter = null;
  }

  /** Called when it may have stopped waiting. */
  void wake() {
    LockSupport.unpark(waiter);
  }

  void grant() {
    granted = true;
    wake();
  }

  void revoke() {
    granted = false;
  }
}
