package sh.executor.execution;

import java.util.concurrent.CompletableFuture;

/**
 * A way to call work off, once. The work registers what is to be done then; whoever wants it to
 * stop calls {@link #cancel}. One for each piece of work, safe for use by any number of threads.
 */
public final class Cancellation {

  private final CompletableFuture<String> signal = new CompletableFuture<>();

  /**
   * Calls the work off and runs, on this thread, what it registered for that.
   *
   * @param reason for people; may come from a client
   * @return false when that had happened before
   */
  public boolean cancel(String reason) {
    return signal.complete(reason);
  }

  /** Whether the work is called off. */
  public boolean isCancelled() {
    return signal.isDone();
  }

  /**
   * What to do when the work is called off; at once if it is. Must not block. Does nothing after
   * the answer is closed.
   */
  public Registration onCancel(Runnable action) {
    CompletableFuture<Void> dependent = signal.thenRun(action);
    return () -> dependent.cancel(false);
  }

  /** Holds on to an action until it is closed. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    /** Forgets the action. */
    @Override
    void close();
  }
}
