package sh.executor.mcp;

import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import sh.executor.execution.CallerStack;
import sh.executor.execution.Cancellation;
import sh.executor.execution.ExecuteRequest;
import sh.executor.execution.ExecutionOutcome;
import sh.executor.execution.model.RunId;
import sh.executor.execution.model.RunSummary;
import sh.executor.telemetry.Handover;

/**
 * Begins runs that may outlast the request that began them. Until one is known to, its request can
 * be taken back; from then on it is called off by its id.
 */
@Singleton
final class LongRuns {

  private static final Logger LOG = Logger.getLogger(LongRuns.class);
  private static final long LOOK_MILLIS = 20;
  private static final long LOOK_MILLIS_MAX = 1_000;

  private final McpConfig config;
  private final ExecutorService threads;

  @Inject
  LongRuns(McpConfig config, @VirtualThreads ExecutorService threads) {
    this.config = config;
    this.threads = threads;
  }

  /** How a run was when its request need not wait any longer. */
  sealed interface Begun {

    /** It came to something soon, or asks something and can't be looked up just now. */
    record Rested(ExecutionOutcome outcome) implements Begun {}

    /** It goes on, or will once it is answered, and whoever may see it finds it. */
    record GoesOn(RunSummary run) implements Begun {}
  }

  /** Begins a run, and waits for it a little. */
  Begun begin(CallerStack runs, String code, Cancellation wanted, CallerStack.Listener listener)
      throws InterruptedException {
    RunId id = runs.nextId();
    Cancellation called = new Cancellation();
    FutureTask<ExecutionOutcome> run =
        new FutureTask<>(
            Handover.of(() -> runs.execute(id, ExecuteRequest.of(code), called, listener))) {
          @Override
          protected void setException(Throwable failure) {
            LOG.errorf(failure, "The run %s failed unexpectedly", id);
            super.setException(failure);
          }
        };
    threads.execute(run);
    long millis = config.taskAfter().toMillis();
    long next = LOOK_MILLIS;
    try (Cancellation.Registration _ =
        wanted.onCancel(() -> called.cancel("its client does not want it any more"))) {
      while (true) {
        Optional<ExecutionOutcome> outcome = within(run, millis);
        if (outcome.isPresent() && !(outcome.get() instanceof ExecutionOutcome.Paused)) {
          return new Begun.Rested(outcome.get());
        }
        // A handle is good for nothing before others can find what it names.
        Optional<RunSummary> kept = find(runs, id);
        if (kept.isPresent()) {
          return new Begun.GoesOn(kept.get());
        }
        if (outcome.isPresent()) {
          return new Begun.Rested(outcome.get());
        }
        millis = next;
        next = Math.min(2 * next, LOOK_MILLIS_MAX);
      }
    }
  }

  /**
   * The run, as far as others can find it. While nobody can look it up, it is still waited for:
   * without its id, its client would do it all again.
   */
  private static Optional<RunSummary> find(CallerStack runs, RunId id) {
    try {
      return runs.run(id);
    } catch (RuntimeException e) {
      LOG.debugf(e, "Looking up the run %s failed; it is waited for", id);
      return Optional.empty();
    }
  }

  private static Optional<ExecutionOutcome> within(FutureTask<ExecutionOutcome> run, long millis)
      throws InterruptedException {
    try {
      return Optional.of(run.get(millis, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("run a script", e.getCause());
    }
  }
}
