package sh.executor.execution;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waiting for work of our own on another thread. */
final class Waits {

  private Waits() {}

  /** Waits for {@code work}, and fails as it did. */
  static void join(Future<?> work) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          work.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof RuntimeException failure) {
            throw failure;
          }
          throw new IllegalStateException("wait for work of our own", e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
