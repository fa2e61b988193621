package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import sh.executor.execution.ExecutionOutcome;
import sh.executor.execution.OutcomeRenderer;
import sh.executor.execution.Rendered;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.Question;
import sh.executor.execution.model.RunId;

/**
 * What a model is told of a run: its outcome, or that it waits, for whom, and how to go on. A pause
 * is no error: the model has done nothing wrong, and running the code again would do things twice.
 */
@Singleton
final class RunResults {

  private static final String MODEL_REFUSED =
      "This session asked for agents to answer for themselves, which the organisation does not"
          + " allow; an admin can change that.";

  private final PausePages pages;
  private final InstantSource clock;

  @Inject
  RunResults(PausePages pages, InstantSource clock) {
    this.pages = pages;
    this.clock = clock;
  }

  /** The {@code CallToolResult} of a run that was followed. */
  ObjectNode of(Followed followed) {
    if (followed.outcome() instanceof ExecutionOutcome.Paused paused) {
      return switch (followed.manner()) {
        case Manner.Model() -> forModel(paused);
        case Manner.Native _ -> forPerson(paused, String.join("\n", followed.notes()));
        case Manner.Browser(boolean modelRefused) ->
            forPerson(paused, modelRefused ? MODEL_REFUSED : "");
      };
    }
    return of(followed.outcome());
  }

  /** That of a run that waits for nobody. */
  ObjectNode of(ExecutionOutcome outcome) {
    Rendered rendered = rendered(outcome);
    ObjectNode result =
        outcome instanceof ExecutionOutcome.Running
            ? ToolResults.text(
                "The execution is still running. Call resume("
                    + argument(outcome.executionId())
                    + ") for what comes of it; do not run the code again.")
            : Json.object();
    if (!result.has("content")) {
      result.set("content", rendered.content());
    }
    result.set("structuredContent", rendered.structured());
    return result.put("isError", rendered.isError());
  }

  private static String argument(String executionId) {
    return "{\"executionId\":\"" + executionId + "\"}";
  }

  private Rendered rendered(ExecutionOutcome outcome) {
    return OutcomeRenderer.render(outcome, pages.whole(outcome.executionId()));
  }

  private ObjectNode forPerson(ExecutionOutcome.Paused paused, String notes) {
    String id = paused.executionId();
    Interaction first = paused.questions().getFirst();
    String page = RunId.parse(id).map(pages::of).orElseThrow().toString();
    String prompt =
        "Ask the user to decide at "
            + page
            + " and call resume("
            + argument(id)
            + "): it waits for the decision, can be called again and again, and returns what"
            + " comes of the code. Do not run the code again.";
    String text =
        opening(paused) + (notes.isEmpty() ? "" : notes + "\n\n") + prompt + closing(paused);
    ObjectNode result = ToolResults.text(text);
    result
        .putObject("structuredContent")
        .put("status", "user_approval_required")
        .put("executionId", id)
        .put("approvalUrl", page)
        .put("resumePrompt", prompt)
        .put("expiresAt", first.deadline().toString());
    return result;
  }

  private ObjectNode forModel(ExecutionOutcome.Paused paused) {
    Interaction first = paused.questions().getFirst();
    Question question = first.question();
    String instructions =
        (question.requestedSchema() == null
                ? "Ask the user whether this may be done, then"
                : "Ask the user for values that match requestedSchema, then")
            + " call resume with executionId, interactionId and the user's action: accept, decline"
            + " or cancel"
            + (question.requestedSchema() == null ? "." : ", and the values as content.");
    String schema =
        question.requestedSchema() == null
            ? ""
            : "\n\nrequestedSchema: " + question.requestedSchema();
    ObjectNode structured = rendered(paused).structured();
    structured.put(
        "ttlMs", Math.max(0, Duration.between(clock.instant(), first.deadline()).toMillis()));
    if (structured.get("interaction") instanceof ObjectNode interaction) {
      interaction.put("instructions", instructions);
    }
    ObjectNode result =
        ToolResults.text(
            opening(paused)
                + instructions
                + schema
                + "\n\ninteractionId: "
                + first.id()
                + closing(paused));
    result.set("structuredContent", structured);
    return result;
  }

  private static String opening(ExecutionOutcome.Paused paused) {
    Question first = paused.questions().getFirst().question();
    int more = paused.questions().size() - 1;
    return (first.kind() == Question.Kind.APPROVAL
            ? "Execution paused: a person has to approve a call before it goes on."
            : "Execution paused: a person has to answer a question before it goes on.")
        + "\n\n"
        + first.message()
        + (more == 0 ? "" : "\n\n(" + more + " more to answer after this one)")
        + "\n\n";
  }

  private static String closing(ExecutionOutcome.Paused paused) {
    return "\n\nexecutionId: "
        + paused.executionId()
        + "\nanswer by: "
        + paused.questions().getFirst().deadline();
  }
}
