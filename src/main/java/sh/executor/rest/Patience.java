package sh.executor.rest;

import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How long the thread that made it may block until {@link #close}; then it is interrupted, once,
 * and nothing of that is left when it is closed.
 */
final class Patience implements AutoCloseable {

  private final Thread thread = Thread.currentThread();
  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
  private final Future<?> end;

  private Patience(Duration within) {
    this.end =
        ForkJoinPool.commonPool().schedule(this::end, within.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Begins. */
  static Patience of(Duration within) {
    return new Patience(within);
  }

  /** Whether the thread was interrupted, or is about to be. */
  boolean isOver() {
    return state.get() != State.RUNNING;
  }

  private void end() {
    if (state.compareAndSet(State.RUNNING, State.ENDING)) {
      thread.interrupt();
      state.set(State.OVER);
    }
  }

  @Override
  public void close() {
    end.cancel(false);
    if (state.compareAndSet(State.RUNNING, State.CLOSED)) {
      return;
    }
    while (state.get() == State.ENDING) {
      Thread.onSpinWait();
    }
    Thread.interrupted();
  }

  private enum State {
    RUNNING,
    ENDING,
    OVER,
    CLOSED
  }
}
