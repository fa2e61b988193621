package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sh.executor.execution.CallerStack;
import sh.executor.execution.Cancellation;
import sh.executor.execution.ExecutionOutcome;
import sh.executor.execution.ExecutionStack;
import sh.executor.execution.model.RunId;
import sh.executor.execution.model.RunState;
import sh.executor.execution.model.RunSummary;

/**
 * The extension Tasks, over runs: a run that its client need not wait for is a task, by the id of
 * the run. Nothing is stored for it beside the run, so that any node answers, and whoever may not
 * see the run knows of no such task.
 *
 * @see <a
 *     href="https://modelcontextprotocol.github.io/ext-tasks/specification/2026-07-28/tasks.html">MCP
 *     extension Tasks, 2026-07-28</a>
 */
@Singleton
final class TaskMethods {

  private static final int RESPONSES_MAX = 64;
  private static final Set<String> METHODS = Set.of("tasks/get", "tasks/update", "tasks/cancel");
  private static final Reply UNKNOWN =
      Reply.refuse(RpcError.INVALID_PARAMS, "Invalid params: there is no such task");
  private static final Reply NO_RESPONSES =
      Reply.refuse(
          RpcError.INVALID_PARAMS,
          "Invalid params: inputResponses must be an object of at most "
              + RESPONSES_MAX
              + " members");

  private final ExecutionStack stack;
  private final NativeAnswers answers;
  private final Manners manners;
  private final PausePages pages;
  private final RunResults results;

  @Inject
  TaskMethods(
      ExecutionStack stack,
      NativeAnswers answers,
      Manners manners,
      PausePages pages,
      RunResults results) {
    this.stack = stack;
    this.answers = answers;
    this.manners = manners;
    this.pages = pages;
    this.results = results;
  }

  /** Whether it is one of the methods of this extension. */
  boolean has(String method) {
    return METHODS.contains(method);
  }

  /** The outcome of one of them. */
  Reply handle(ModernRequest request, Asking asking) throws InterruptedException {
    if (!asking.line().takesTasks()) {
      return new Reply.Refusal(RpcError.missingExtension(Tasks.EXTENSION));
    }
    ObjectNode params = request.message().params();
    CallerStack runs = stack.forCaller(asking.caller(), asking.resource());
    Optional<RunId> id = RunId.parse(params.path("taskId").asText());
    Optional<RunSummary> run = id.flatMap(runs::run);
    if (id.isEmpty() || run.isEmpty()) {
      return UNKNOWN;
    }
    return switch (request.method()) {
      case "tasks/update" -> update(runs, request, id.get());
      case "tasks/cancel" -> cancel(runs, id.get());
      default -> get(runs, asking, run.get());
    };
  }

  private Reply get(CallerStack runs, Asking asking, RunSummary run) throws InterruptedException {
    Optional<ExecutionOutcome> outcome =
        runs.await(run.id(), Set.of(), Duration.ZERO, new Cancellation());
    return outcome.isEmpty()
        ? UNKNOWN
        : switch (outcome.get()) {
          case ExecutionOutcome.Running _ -> new Reply.Result(Tasks.of(run, "working"));
          case ExecutionOutcome.Paused paused -> new Reply.Result(paused(asking, run, paused));
          case ExecutionOutcome.Completed _, ExecutionOutcome.Failed _ ->
              // It may have ended since it was looked up.
              runs.run(run.id()).map(ended -> ended(ended, outcome.get())).orElse(UNKNOWN);
        };
  }

  private Reply ended(RunSummary run, ExecutionOutcome outcome) {
    return new Reply.Result(
        run.state() == RunState.CANCELLED
            ? Tasks.of(run, "cancelled")
            : Tasks.of(run, "completed").set("result", results.of(outcome)));
  }

  /** With what the client is to ask, or where else somebody decides. */
  private ObjectNode paused(Asking asking, RunSummary run, ExecutionOutcome.Paused paused)
      throws InterruptedException {
    Line line = asking.line();
    Manner manner = withoutPages(manners.of(asking));
    new Asks(line, manner, new Bell(), pages).put(paused.questions());
    ObjectNode wanted = line.asked();
    return wanted.isEmpty()
        ? Tasks.of(run, "working").put("statusMessage", whoDecides(manner, run.id()))
        : Tasks.of(run, "input_required").set("inputRequests", wanted);
  }

  /**
   * That a page was opened would have to be remembered, or it would be asked for again by the name
   * that was answered: so it is said where it is instead.
   */
  private static Manner withoutPages(Manner manner) {
    return manner instanceof Manner.Native(Abilities abilities, boolean answers)
        ? new Manner.Native(abilities.withoutPages(), answers)
        : manner;
  }

  private String whoDecides(Manner manner, RunId run) {
    return switch (manner) {
      case Manner.Model() ->
          "Waits for what the user decides: call resume({\"executionId\":\"%s\"})".formatted(run);
      case Manner.Native _, Manner.Browser _ -> "A person has to decide at " + pages.of(run);
    };
  }

  private Reply update(CallerStack runs, ModernRequest request, RunId run) {
    JsonNode responses = request.message().params().path("inputResponses");
    if (!responses.isObject() || responses.size() > RESPONSES_MAX) {
      return NO_RESPONSES;
    }
    List<String> objections = new ArrayList<>();
    answers
        .takeAll(runs, request.abilities(), run, responses)
        .forEach(
            (name, objection) -> objection.ifPresent(why -> objections.add(name + ": " + why)));
    return objections.isEmpty()
        ? new Reply.Result(Json.object())
        : Reply.refuse(RpcError.INVALID_PARAMS, "Invalid params: " + String.join("; ", objections));
  }

  private static Reply cancel(CallerStack runs, RunId run) {
    boolean _ = runs.cancel(run.toString());
    return new Reply.Result(Json.object());
  }
}
