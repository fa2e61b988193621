package sh.executor.rest;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import sh.executor.api.ExecutionCreate;
import sh.executor.api.ExecutionView;
import sh.executor.execution.Cancellation;
import sh.executor.execution.ExecuteRequest;
import sh.executor.execution.ExecutionOutcome;
import sh.executor.execution.ExecutionStack;
import sh.executor.execution.OutcomeRenderer;
import sh.executor.execution.Rendered;
import sh.executor.execution.Resource;
import sh.executor.kernel.Problem;

/** Runs of scripts. */
@Path("executions")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "executions")
final class ExecutionsResource implements ApiResource {

  private final ExecutionStack stack;
  private final CurrentCaller caller;

  @Inject
  ExecutionsResource(ExecutionStack stack, CurrentCaller caller) {
    this.stack = stack;
    this.caller = caller;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "executions.execute",
      summary =
          "Runs a script until it ends or waits for a person; one that fails is an answer too,"
              + " with isError")
  public ExecutionView execute(ExecutionCreate body) {
    if (body.code().isBlank()) {
      throw InvalidBody.member("code", "a script");
    }
    ExecuteRequest request =
        new ExecuteRequest(body.code(), Boolean.TRUE.equals(body.autoApprove()));
    try {
      ExecutionOutcome outcome =
          stack
              .forCaller(caller.get(), Resource.DEFAULT)
              .execute(request, new Cancellation(), path -> {});
      Rendered rendered = OutcomeRenderer.render(outcome);
      return new ExecutionView(
          status(outcome), rendered.text(), rendered.structured(), rendered.isError());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem(
              Problem.Type.UNAVAILABLE,
              "ShuttingDown",
              "The service is shutting down; the script was stopped.",
              Map.of(ProblemViews.RETRY_AFTER, 2))
          .exception();
    }
  }

  private static ExecutionView.Status status(ExecutionOutcome outcome) {
    return switch (outcome) {
      case ExecutionOutcome.Completed _, ExecutionOutcome.Failed _ ->
          ExecutionView.Status.COMPLETED;
      case ExecutionOutcome.Paused _ -> ExecutionView.Status.PAUSED;
      case ExecutionOutcome.Running _ -> ExecutionView.Status.RUNNING;
    };
  }
}
