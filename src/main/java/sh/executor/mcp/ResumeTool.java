package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sh.executor.execution.CallerStack;
import sh.executor.execution.Cancellation;
import sh.executor.execution.ExecutionOutcome;
import sh.executor.execution.ExecutionStack;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.InteractionId;
import sh.executor.execution.model.RunId;

/**
 * {@code resume}: waits for people who are asked, from any session of whoever began the run, and
 * says what comes of it. Only where the organisation lets agents answer for themselves does it take
 * an answer. It is always offered: a client that shows questions itself may lose its connection,
 * and needs a way back to the run.
 */
@Singleton
final class ResumeTool implements McpTool {

  private static final String NAME = "resume";

  private final ExecutionStack stack;
  private final Manners manners;
  private final RunFollower follower;
  private final RunResults results;
  private final ModelAnswers answers;
  private final McpConfig config;

  @Inject
  ResumeTool(
      ExecutionStack stack,
      Manners manners,
      RunFollower follower,
      RunResults results,
      ModelAnswers answers,
      McpConfig config) {
    this.stack = stack;
    this.manners = manners;
    this.follower = follower;
    this.results = results;
    this.answers = answers;
    this.config = config;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ObjectNode definition(Asking asking) {
    boolean model = manners.of(asking) instanceof Manner.Model;
    ObjectNode tool = Json.object();
    tool.put("name", NAME).put("title", "Go on with a paused run");
    tool.put(
        "description",
        model
            ? "Answers what a paused execution asks, as the user decided, and returns what comes of"
                + " it. Without an action it waits for somebody else to answer."
            : "Waits until the user has decided what a paused execution asks, and returns what comes"
                + " of it. Can be called again and again; never decides anything itself.");
    ObjectNode input = tool.putObject("inputSchema").put("type", "object");
    ObjectNode properties = input.putObject("properties");
    text(properties, "executionId", "As the paused execution said.");
    if (model) {
      ModelAnswers.describe(properties);
    }
    properties
        .putObject("waitSeconds")
        .put("type", "integer")
        .put("minimum", 0)
        .put("maximum", config.resumeWithin().toSeconds())
        .put("description", "How long to wait at most; less than your own time limit for a call.");
    input.putArray("required").add("executionId");
    tool.set("outputSchema", OutcomeSchema.ofResume());
    tool.putObject("annotations")
        .put("readOnlyHint", false)
        .put("destructiveHint", model)
        .put("idempotentHint", true)
        .put("openWorldHint", true);
    return tool;
  }

  @Override
  public ObjectNode call(ObjectNode arguments, Asking asking) throws InterruptedException {
    JsonNode given = arguments.path("executionId");
    if (!given.isTextual()) {
      return ToolResults.error("Invalid arguments for resume: executionId must be a string.");
    }
    Optional<RunId> id = RunId.parse(given.textValue().strip());
    CallerStack runs = stack.forCaller(asking.caller(), asking.resource());
    Optional<ExecutionOutcome> now = id.isEmpty() ? Optional.empty() : now(runs, id.get());
    if (id.isEmpty() || now.isEmpty()) {
      return Unavailable.notFound(given.textValue());
    }
    ExecutionOutcome outcome = now.get();
    Set<InteractionId> known = pending(outcome);
    if (arguments.hasNonNull("action") && !ended(outcome)) {
      Optional<ObjectNode> refusal = answers.answer(asking, manners.of(asking), outcome, arguments);
      if (refusal.isPresent()) {
        return refusal.get();
      }
      outcome = now(runs, id.get()).orElse(outcome);
      known = Set.of();
    }
    return results.of(follower.await(asking, outcome, known, within(arguments)));
  }

  private static Optional<ExecutionOutcome> now(CallerStack runs, RunId id)
      throws InterruptedException {
    return runs.await(id, Set.of(), Duration.ZERO, new Cancellation());
  }

  private static boolean ended(ExecutionOutcome outcome) {
    return outcome instanceof ExecutionOutcome.Completed
        || outcome instanceof ExecutionOutcome.Failed;
  }

  private static Set<InteractionId> pending(ExecutionOutcome outcome) {
    return outcome instanceof ExecutionOutcome.Paused paused
        ? paused.questions().stream().map(Interaction::id).collect(Collectors.toSet())
        : Set.of();
  }

  private Duration within(ObjectNode arguments) {
    JsonNode seconds = arguments.path("waitSeconds");
    if (!seconds.isIntegralNumber() || seconds.longValue() < 0) {
      return config.resumeWithin();
    }
    return Duration.ofSeconds(Math.min(seconds.longValue(), config.resumeWithin().toSeconds()));
  }

  private static void text(ObjectNode properties, String name, String description) {
    properties.putObject(name).put("type", "string").put("description", description);
  }
}
