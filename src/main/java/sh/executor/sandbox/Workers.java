package sh.executor.sandbox;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads wasm runs on: platform threads, because a virtual one would hold a carrier for as
 * long as a script computes, with stacks deep enough for the engine to find its own limits first.
 */
final class Workers implements AutoCloseable {

  private static final long STACK_BYTES = 8L << 20;
  private static final long IDLE_SECONDS = 60;

  private final ThreadPoolExecutor threads;

  /** At most {@code most} threads; who asks has made sure, by turns, that one is there. */
  Workers(int most) {
    threads =
        new ThreadPoolExecutor(
            0,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().name("sandbox-", 0).daemon().stackSize(STACK_BYTES).factory());
  }

  /** Does {@code work} on a worker and waits for its end; an interrupt stops the script. */
  void run(Runnable work, StopSwitch stop) {
    FutureTask<Void> task = new FutureTask<>(work, null);
    threads.execute(task);
    boolean interrupted = false;
    while (true) {
      try {
        task.get();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        stop.stop(ScriptError.Kind.CANCELLED);
      } catch (ExecutionException e) {
        throw new IllegalStateException("run a step of a sandbox", e.getCause());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
