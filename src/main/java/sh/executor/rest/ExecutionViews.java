package sh.executor.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.executor.api.CallView;
import sh.executor.api.ExecutionResult;
import sh.executor.api.ExecutionStatus;
import sh.executor.api.ExecutionSummary;
import sh.executor.api.ExecutionView;
import sh.executor.execution.ExecutionOutcome;
import sh.executor.execution.OutcomeRenderer;
import sh.executor.execution.Rendered;
import sh.executor.execution.model.CallRecord;
import sh.executor.execution.model.RunId;
import sh.executor.execution.model.RunState;
import sh.executor.execution.model.RunSummary;
import sh.executor.kernel.Problem;
import sh.executor.kernel.ProblemException;

/** Runs between the wire and the execution room. */
final class ExecutionViews {

  private ExecutionViews() {}

  /** How a run stands, as whoever began it or answered is told. */
  static ExecutionView view(ExecutionOutcome outcome) {
    Rendered rendered =
        OutcomeRenderer.render(outcome, "GET /api/executions/" + outcome.executionId() + "/result");
    return new ExecutionView(
        stand(outcome), rendered.text(), rendered.structured(), rendered.isError());
  }

  private static ExecutionView.Status stand(ExecutionOutcome outcome) {
    return switch (outcome) {
      case ExecutionOutcome.Completed _, ExecutionOutcome.Failed _ ->
          ExecutionView.Status.COMPLETED;
      case ExecutionOutcome.Paused _ -> ExecutionView.Status.PAUSED;
      case ExecutionOutcome.Running _ -> ExecutionView.Status.RUNNING;
    };
  }

  static ExecutionSummary summary(RunSummary run) {
    return new ExecutionSummary(
        run.id().toString(),
        status(run.state()),
        run.account().toString(),
        run.calls(),
        run.createdAt().toEpochMilli(),
        run.updatedAt().toEpochMilli(),
        millis(run.endedAt()));
  }

  /** All it has put out; empty when it has not ended. */
  static Optional<ExecutionResult> result(RunSummary run, ExecutionOutcome outcome) {
    return switch (outcome) {
      case ExecutionOutcome.Completed done -> Optional.of(result(run, done.result(), null, done));
      case ExecutionOutcome.Failed failed -> Optional.of(result(run, null, failed.error(), failed));
      case ExecutionOutcome.Paused _, ExecutionOutcome.Running _ -> Optional.empty();
    };
  }

  private static ExecutionResult result(
      RunSummary run, @Nullable JsonNode value, @Nullable String error, ExecutionOutcome outcome) {
    return new ExecutionResult(
        status(run.state()), value, error, outcome.emitted(), outcome.logs());
  }

  static List<CallView> calls(List<CallRecord> journal) {
    return journal.stream().map(ExecutionViews::call).toList();
  }

  private static CallView call(CallRecord call) {
    return new CallView(
        call.callId(),
        call.path(),
        call.state().name().toLowerCase(Locale.ROOT),
        call.arguments(),
        call.error(),
        call.startedAt().toEpochMilli(),
        millis(call.endedAt()));
  }

  /** The id in a path: one that is none names no run. */
  static RunId id(String executionId) {
    return RunId.parse(executionId).orElseThrow(ExecutionViews::missing);
  }

  /** The state a query parameter names, or null when there is none. */
  static @Nullable RunState state(String name, @Nullable String text) {
    if (text == null) {
      return null;
    }
    for (RunState state : RunState.values()) {
      if (state.wire().equals(text)) {
        return state;
      }
    }
    throw Query.invalid(name, "the status of an execution");
  }

  /** There is no such run, or it is not the caller's. */
  static ProblemException missing() {
    return Problem.of(
            Problem.Type.NOT_FOUND,
            "ExecutionNotFoundError",
            "There is no execution of this id; those that ended are kept for a while only.")
        .exception();
  }

  private static ExecutionStatus status(RunState state) {
    return switch (state) {
      case RUNNING -> ExecutionStatus.RUNNING;
      case WAITING -> ExecutionStatus.WAITING;
      case COMPLETED -> ExecutionStatus.COMPLETED;
      case FAILED -> ExecutionStatus.FAILED;
      case CANCELLED -> ExecutionStatus.CANCELLED;
      case ENGINE_RETIRED -> ExecutionStatus.ENGINE_RETIRED;
    };
  }

  private static @Nullable Long millis(@Nullable Instant at) {
    return at == null ? null : at.toEpochMilli();
  }
}
