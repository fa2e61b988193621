package sh.executor.execution;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sh.executor.execution.model.CallRecord;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.InteractionId;
import sh.executor.execution.model.RunFilter;
import sh.executor.execution.model.RunId;
import sh.executor.execution.model.RunState;
import sh.executor.execution.model.RunSummary;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Page;

/** Shows runs to those they concern, waits for them, and calls them off. */
@Singleton
final class RunDesk {

  private static final long POLL_MILLIS = 1_000;

  private final RunParts parts;
  private final RunDriver driver;
  private final RunningRuns running;
  private final RunSignals signals;
  private final SignStore signs;
  private final HistoryStore history;

  @Inject
  RunDesk(
      RunParts parts,
      RunDriver driver,
      RunningRuns running,
      RunSignals signals,
      SignStore signs,
      HistoryStore history) {
    this.parts = parts;
    this.driver = driver;
    this.running = running;
    this.signals = signals;
    this.signs = signs;
    this.history = history;
  }

  Optional<RunSummary> summary(Caller caller, RunId id) {
    return history
        .summary(caller.tenant(), id)
        .filter(run -> caller.administers() || run.account().equals(caller.account()));
  }

  /** The calls as far as they are known: of a run under way, as it last was written down. */
  Optional<List<CallRecord>> journal(Caller caller, RunId id) {
    return summary(caller, id)
        .flatMap(run -> parts.runs.find(caller.tenant(), id))
        .map(this::journal);
  }

  private List<CallRecord> journal(StoredRun run) {
    return run.journal() != null
        ? RunLog.calls(Trees.read(run.journal()))
        : RunLog.of(run, parts.calls.list(run.tenant(), run.id())).calls();
  }

  List<Interaction> questions(Caller caller, RunId id) {
    return summary(caller, id).stream()
        .flatMap(run -> parts.interactions.ofRun(caller.tenant(), id).stream())
        .map(InteractionStore.Stored::interaction)
        .toList();
  }

  Page<RunSummary> list(Caller caller, RunFilter filter, int offset, int limit) {
    RunFilter seen =
        caller.administers()
            ? filter
            : new RunFilter(caller.account(), filter.state(), filter.since(), filter.until());
    return new Page<>(
        history.list(caller.tenant(), seen, offset, limit),
        history.count(caller.tenant(), seen),
        offset);
  }

  Page<Interaction> pending(Caller caller, boolean own, int offset, int limit) {
    @Nullable AccountId whose = own ? caller.account() : whose(caller);
    return new Page<>(
        parts.interactions.pending(caller.tenant(), whose, offset, limit),
        parts.interactions.pendingCount(caller.tenant(), whose),
        offset);
  }

  Optional<ExecutionOutcome> await(
      Caller caller, RunId id, Set<InteractionId> known, Duration within, Cancellation cancellation)
      throws InterruptedException {
    long until = parts.nanoTime.getAsLong() + within.toNanos();
    if (summary(caller, id).isEmpty()) {
      return Optional.empty();
    }
    while (true) {
      try (RunSignals.Watch watch = signals.watch(id);
          Cancellation.Registration _ = cancellation.onCancel(() -> signals.happened(id))) {
        ExecutionOutcome now = now(caller, id);
        long left = Duration.ofNanos(until - parts.nanoTime.getAsLong()).toMillis();
        if (left <= 0
            || cancellation.isCancelled()
            || parts.closing.hasBegun()
            || isNews(now, known)) {
          return Optional.of(now);
        }
        watch.await(Math.min(left, POLL_MILLIS));
      }
    }
  }

  private static boolean isNews(ExecutionOutcome outcome, Set<InteractionId> known) {
    return switch (outcome) {
      case ExecutionOutcome.Completed _, ExecutionOutcome.Failed _ -> true;
      case ExecutionOutcome.Paused paused ->
          paused.questions().stream().anyMatch(question -> !known.contains(question.id()));
      case ExecutionOutcome.Running _ -> false;
    };
  }

  private ExecutionOutcome now(Caller caller, RunId id) {
    String executionId = id.toString();
    RunState state = parts.runs.state(caller.tenant(), id).orElse(RunState.RUNNING);
    if (state.ended()) {
      StoredRun run = parts.runs.find(caller.tenant(), id).orElseThrow();
      byte[] outcome = run.outcome() == null ? new byte[0] : run.outcome();
      return Outcomes.read(id, run.state(), outcome);
    }
    if (state == RunState.RUNNING) {
      return new ExecutionOutcome.Running(executionId);
    }
    List<Interaction> pending =
        parts.interactions.ofRun(caller.tenant(), id).stream()
            .map(InteractionStore.Stored::interaction)
            .filter(question -> question.state() == Interaction.State.PENDING)
            .toList();
    return pending.isEmpty()
        ? new ExecutionOutcome.Running(executionId)
        : new ExecutionOutcome.Paused(executionId, pending, List.of(), List.of());
  }

  boolean cancel(Caller caller, RunId id) {
    String reason = "cancelled by request";
    if (summary(caller, id).isEmpty()) {
      return false;
    }
    if (running.cancel(id, caller.tenant(), reason)) {
      return true;
    }
    return driver.callOff(caller.tenant(), id, reason);
  }

  /**
   * Waits until the sign of a run is another one than {@code known}, or the time is over; empty
   * when the caller has no such run.
   */
  Optional<String> changed(Caller caller, RunId id, String known, Duration within)
      throws InterruptedException {
    long until = parts.nanoTime.getAsLong() + within.toNanos();
    while (true) {
      try (RunSignals.Watch watch = signals.watch(id)) {
        Optional<String> sign = signs.sign(caller.tenant(), id, whose(caller));
        long left = Duration.ofNanos(until - parts.nanoTime.getAsLong()).toMillis();
        if (sign.isEmpty() || !sign.get().equals(known) || left <= 0) {
          return sign;
        }
        watch.await(Math.min(left, POLL_MILLIS));
      }
    }
  }

  List<InteractionId> pendingIds(Caller caller, boolean own, int max) {
    return signs.pending(caller.tenant(), own ? caller.account() : whose(caller), max);
  }

  private static @Nullable AccountId whose(Caller caller) {
    return caller.administers() ? null : caller.account();
  }
}
