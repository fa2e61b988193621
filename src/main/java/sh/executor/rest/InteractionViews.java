package sh.executor.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.executor.api.AnswerAction;
import sh.executor.api.InteractionView;
import sh.executor.execution.model.Answer;
import sh.executor.execution.model.Answered;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.InteractionId;
import sh.executor.execution.model.Question;
import sh.executor.kernel.Problem;
import sh.executor.kernel.ProblemException;

/** Questions to people between the wire and the execution room. */
final class InteractionViews {

  private InteractionViews() {}

  static InteractionView view(Interaction interaction) {
    Question question = interaction.question();
    Interaction.@Nullable Settled settled = interaction.settled();
    return new InteractionView(
        interaction.id().toString(),
        interaction.run().toString(),
        interaction.owner().toString(),
        interaction.callId(),
        wire(question.kind()),
        wire(interaction.state()),
        question.message(),
        question.address(),
        question.arguments().isMissingNode() ? null : question.arguments(),
        question.requestedSchema(),
        interaction.consoleOnly(),
        interaction.createdAt().toEpochMilli(),
        interaction.deadline().toEpochMilli(),
        settled == null || settled.by() == null ? null : settled.by().toString(),
        settled == null ? null : settled.at().toEpochMilli(),
        settled == null ? null : wire(settled.via()));
  }

  /** The id in a path or a body: one that is none names no question. */
  static InteractionId id(String interactionId) {
    return InteractionId.parse(interactionId).orElseThrow(InteractionViews::missing);
  }

  /** What a body says; a no needs no content, so none is taken. */
  static Answer answer(AnswerAction action, @Nullable JsonNode content) {
    if (content != null && !content.isNull() && !content.isObject()) {
      throw InvalidBody.member("content", "an object");
    }
    return switch (action) {
      case ACCEPT ->
          new Answer(Answer.Action.ACCEPT, content instanceof ObjectNode values ? values : null);
      case DECLINE -> new Answer(Answer.Action.DECLINE, null);
      case CANCEL -> new Answer(Answer.Action.CANCEL, null);
    };
  }

  /** The question as it is now, when the answer counts. */
  static Interaction recorded(Answered answered) {
    return switch (answered) {
      case Answered.Recorded(Interaction interaction) -> interaction;
      case Answered.TooLate(Interaction interaction) -> throw tooLate(interaction);
      case Answered.Unknown _ -> throw missing();
      case Answered.Forbidden(String reason) ->
          throw Problem.of(Problem.Type.FORBIDDEN, "AnswerForbiddenError", reason).exception();
      case Answered.Invalid(String reason) ->
          throw Problem.of(
                  Problem.Type.UNPROCESSABLE,
                  "InvalidAnswerError",
                  "The content does not fit what was asked. " + reason)
              .exception();
    };
  }

  private static ProblemException tooLate(Interaction interaction) {
    // Nobody may have come by to note that its time is up.
    boolean noted = interaction.state() != Interaction.State.PENDING;
    String outcome = wire(noted ? interaction.state() : Interaction.State.EXPIRED);
    return new Problem(
            Problem.Type.CONFLICT,
            "InteractionSettledError",
            "The question was settled before, and this answer changes nothing: it is "
                + outcome
                + '.',
            Map.of("interactionId", interaction.id().toString(), "outcome", outcome))
        .exception();
  }

  /** There is no such question, or it is not the caller's to see. */
  static ProblemException missing() {
    return Problem.of(
            Problem.Type.NOT_FOUND, "InteractionNotFoundError", "There is no question of this id.")
        .exception();
  }

  private static String wire(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
