package sh.executor.sandbox;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import sh.executor.sandbox.quickjs.GuestEngine;
import sh.executor.sandbox.wasm.MemoryBudget;

/**
 * The engine of a process, which is started when it is first needed, on a thread of its own: a
 * script that waits for it may be stopped meanwhile, and is not charged for it. Thread-safe.
 */
final class EngineStart {

  private final FutureTask<GuestEngine> start;
  private final AtomicBoolean begun = new AtomicBoolean();

  EngineStart(MemoryBudget budget) {
    this.start = new FutureTask<>(() -> GuestEngine.start(budget));
  }

  /**
   * The engine, once it has started.
   *
   * @throws IllegalStateException when it could not, or this thread was interrupted
   */
  GuestEngine engine() {
    if (begun.compareAndSet(false, true)) {
      Thread.ofPlatform().name("sandbox-start").daemon().start(start);
    }
    try {
      return start.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("wait for the sandbox engine", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("start the sandbox engine", e.getCause());
    }
  }
}
