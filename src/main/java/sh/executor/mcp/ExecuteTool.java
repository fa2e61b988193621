package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sh.executor.execution.CallerStack;
import sh.executor.execution.Cancellation;
import sh.executor.execution.ExecuteRequest;
import sh.executor.execution.ExecutionOutcome;
import sh.executor.execution.ExecutionStack;
import sh.executor.execution.model.RunId;
import sh.executor.execution.model.RunSummary;
import sh.executor.kernel.Text;

/** {@code execute}: runs a script that calls the tools of the catalog. */
@Singleton
final class ExecuteTool implements McpTool {

  private static final String NAME = "execute";
  private static final String DESCRIPTION =
      """
      Runs TypeScript in a sandbox that can call every connected API as tools.<path>(args).
      Call skills({"name":"execute"}) first to learn how to find, describe and call tools.\
      """;

  private final ExecutionStack stack;
  private final RunFollower follower;
  private final RunResults results;
  private final LongRuns longRuns;

  @Inject
  ExecuteTool(ExecutionStack stack, RunFollower follower, RunResults results, LongRuns longRuns) {
    this.longRuns = longRuns;
    this.stack = stack;
    this.follower = follower;
    this.results = results;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ObjectNode definition(Asking asking) {
    ObjectNode tool = Json.object();
    tool.put("name", NAME).put("title", "Run code");
    tool.put("description", DESCRIPTION + Inventory.of(stack, asking));
    ObjectNode input = tool.putObject("inputSchema").put("type", "object");
    input
        .putObject("properties")
        .putObject("code")
        .put("type", "string")
        .put("minLength", 1)
        .put("description", "The body of an async function; return what you want to see.");
    input.putArray("required").add("code");
    tool.set("outputSchema", OutcomeSchema.ofExecute());
    tool.putObject("annotations")
        .put("readOnlyHint", false)
        .put("destructiveHint", true)
        .put("idempotentHint", false)
        .put("openWorldHint", true);
    return tool;
  }

  @Override
  public ObjectNode call(ObjectNode arguments, Asking asking) throws InterruptedException {
    Optional<RunId> begun = asking.line().begun();
    return begun.isPresent() ? goOn(begun.get(), asking) : begin(arguments, asking);
  }

  private ObjectNode begin(ObjectNode arguments, Asking asking) throws InterruptedException {
    JsonNode code = arguments.path("code");
    if (!code.isTextual() || code.textValue().isBlank()) {
      return ToolResults.error("Invalid arguments for execute: code must be a non-empty string.");
    }
    if (!Text.is(code.textValue())) {
      return ToolResults.error(
          "Invalid arguments for execute: code must be text, without U+0000 and without half of a"
              + " surrogate pair; write \\0 and \\uD800 as escapes.");
    }
    return asking.line().takesTasks()
        ? task(code.textValue(), asking)
        : wait(code.textValue(), asking);
  }

  /** For a client that looks for the result itself, unless that comes soon. */
  private ObjectNode task(String code, Asking asking) throws InterruptedException {
    CallerStack runs = stack.forCaller(asking.caller(), asking.resource());
    return switch (longRuns.begin(runs, code, asking.cancellation(), new Reports(asking))) {
      case LongRuns.Begun.GoesOn(RunSummary run) -> Tasks.created(run);
      case LongRuns.Begun.Rested(ExecutionOutcome outcome) ->
          results.of(new Followed(outcome, new Manner.Browser(false), List.of()));
    };
  }

  private ObjectNode wait(String code, Asking asking) throws InterruptedException {
    ExecutionOutcome outcome =
        stack
            .forCaller(asking.caller(), asking.resource())
            .execute(ExecuteRequest.of(code), asking.cancellation(), new Reports(asking));
    return outcome instanceof ExecutionOutcome.Paused
        ? follow(outcome, asking)
        : results.of(outcome);
  }

  /**
   * With a run that an earlier round of this request began, whose questions may be answered now.
   */
  private ObjectNode goOn(RunId run, Asking asking) throws InterruptedException {
    Optional<ExecutionOutcome> outcome =
        stack
            .forCaller(asking.caller(), asking.resource())
            .await(run, Set.of(), Duration.ZERO, new Cancellation());
    return outcome.isPresent()
        ? follow(outcome.get(), asking)
        : Unavailable.notFound(run.toString());
  }

  /** Tells a client that wants to know, one way or the other, of the calls that came back. */
  private record Reports(Asking asking) implements CallerStack.Listener {

    @Override
    public boolean isListening() {
      return asking.progress().isWanted() || asking.line().logs(LogLevel.DEBUG);
    }

    @Override
    public void cameBack(String path) {
      asking.progress().report(path);
      try {
        asking.line().log(LogLevel.DEBUG, NAME, "called " + path);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private ObjectNode follow(ExecutionOutcome outcome, Asking asking) throws InterruptedException {
    Followed followed = follower.ask(asking, outcome);
    if (asking.cancellation().isCancelled() && !asking.line().sessionIsOver()) {
      // The client does not know the id of what it does not want any more, so nobody else will.
      stack.forCaller(asking.caller(), asking.resource()).cancel(outcome.executionId());
    }
    return results.of(followed);
  }
}
