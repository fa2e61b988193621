package sh.executor.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.executor.execution.ExecutionOutcome;
import sh.executor.execution.ExecutionStack;
import sh.executor.execution.model.Answer;
import sh.executor.execution.model.Answered;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.InteractionId;
import sh.executor.execution.model.RunId;

/**
 * Answers that a model gives by {@code resume}, for an organisation whose admins let it. Everybody
 * else's are refused, with the words for who decides instead.
 */
@Singleton
final class ModelAnswers {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ExecutionStack stack;
  private final PausePages pages;

  @Inject
  ModelAnswers(ExecutionStack stack, PausePages pages) {
    this.stack = stack;
    this.pages = pages;
  }

  /** Adds the arguments of an answer to those of {@code resume}. */
  static void describe(ObjectNode properties) {
    ObjectNode action = properties.putObject("action").put("type", "string");
    action.putArray("enum").add("accept").add("decline").add("cancel");
    action.put("description", "What the user decided.");
    properties
        .putObject("content")
        .put("type", "string")
        .put("default", "{}")
        .put("description", "The values that were asked for: a JSON object.");
    properties
        .putObject("interactionId")
        .put("type", "string")
        .put("description", "Which question this answers; without it, the first that waits.");
  }

  /** Records an answer; empty when that is done, else the result that says why not. */
  Optional<ObjectNode> answer(
      Asking asking, Manner manner, ExecutionOutcome outcome, ObjectNode arguments) {
    String executionId = outcome.executionId();
    if (!(manner instanceof Manner.Model)) {
      return Optional.of(forbidden(executionId, reason(manner)));
    }
    Optional<Answer.Action> action = Answer.Action.of(arguments.path("action").asText());
    if (action.isEmpty()) {
      return Optional.of(
          ToolResults.error(
              "Invalid arguments for resume: action must be accept, decline or cancel."));
    }
    Optional<InteractionId> question = question(outcome, arguments.path("interactionId"));
    if (question.isEmpty()) {
      return outcome instanceof ExecutionOutcome.Paused
          ? Optional.of(Unavailable.alreadySettled(executionId))
          : Optional.empty();
    }
    Answer answer = new Answer(action.get(), content(arguments.path("content")));
    return refusal(
        executionId,
        stack
            .forCaller(asking.caller(), asking.resource())
            .answer(question.get(), answer, Interaction.Via.MODEL));
  }

  private static String reason(Manner manner) {
    return manner instanceof Manner.Browser(boolean modelRefused) && modelRefused
        ? "This organisation does not let agents answer their own questions."
        : "In this session people answer, not the agent.";
  }

  /** What is answered: the question that is named, or the first that waits. */
  private static Optional<InteractionId> question(ExecutionOutcome outcome, JsonNode named) {
    if (named.isTextual() && !named.textValue().isBlank()) {
      return InteractionId.parse(named.textValue().strip());
    }
    return outcome instanceof ExecutionOutcome.Paused paused
        ? Optional.of(paused.questions().getFirst().id())
        : Optional.empty();
  }

  private Optional<ObjectNode> refusal(String executionId, Answered answered) {
    return switch (answered) {
      case Answered.Recorded _ -> Optional.empty();
      case Answered.TooLate(Interaction question)
          when question.state() == Interaction.State.EXPIRED ->
          Optional.of(
              Unavailable.expired(
                  executionId, Duration.between(question.createdAt(), question.deadline())));
      case Answered.TooLate _, Answered.Unknown _ ->
          Optional.of(Unavailable.alreadySettled(executionId));
      case Answered.Forbidden(String reason) -> Optional.of(forbidden(executionId, reason));
      case Answered.Invalid(String reason) ->
          Optional.of(ToolResults.error("The content does not fit what was asked: " + reason));
    };
  }

  private ObjectNode forbidden(String executionId, String reason) {
    String page = RunId.parse(executionId).map(pages::of).orElseThrow().toString();
    return Unavailable.forbidden(
        executionId,
        reason
            + " Whoever began the run, or an admin of the organisation, decides at "
            + page
            + "; call resume({\"executionId\":\""
            + executionId
            + "\"}) to wait for that.");
  }

  /** A JSON object, or the text of one; anything else is no content. */
  private static @Nullable ObjectNode content(JsonNode given) {
    if (given instanceof ObjectNode object) {
      return object;
    }
    try {
      return given.isTextual() && MAPPER.readTree(given.textValue()) instanceof ObjectNode object
          ? object
          : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
