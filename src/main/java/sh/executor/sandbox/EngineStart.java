package sh.executor.sandbox;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import sh.executor.sandbox.quickjs.GuestEngine;

/**
 * The engine of a process, which is started when it is first needed, on a thread of its own: a
 * script that waits for it may be stopped meanwhile, and is not charged for it. A start that failed
 * is told to all who waited for it, and tried again by who needs the engine next: what it lacked,
 * say memory or a thread, may be there by then. Thread-safe.
 */
final class EngineStart {

  private final Callable<GuestEngine> starting;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private @Nullable FutureTask<GuestEngine> latest;

  EngineStart(Callable<GuestEngine> starting) {
    this.starting = starting;
  }

  /**
   * The engine, once it has started.
   *
   * @throws IllegalStateException when it could not, or this thread was interrupted
   */
  GuestEngine engine() {
    try {
      return begun().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("wait for the sandbox engine", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("start the sandbox engine", e.getCause());
    }
  }

  private FutureTask<GuestEngine> begun() {
    lock.lock();
    try {
      FutureTask<GuestEngine> start = latest;
      if (start == null || start.state() == Future.State.FAILED) {
        start = new FutureTask<>(starting);
        Thread.ofPlatform().name("sandbox-start").daemon().start(start);
        // Only now: without a thread it would be waited for without end.
        latest = start;
      }
      return start;
    } finally {
      lock.unlock();
    }
  }
}
