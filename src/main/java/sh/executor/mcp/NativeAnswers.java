package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import sh.executor.execution.CallerStack;
import sh.executor.execution.ExecutionStack;
import sh.executor.execution.model.Answer;
import sh.executor.execution.model.Answered;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.RunId;
import sh.executor.kernel.Caller;
import sh.executor.session.LiveSession;

/**
 * Takes what a client answers. An answer to {@code elicitation/create} is recorded before the
 * client's POST is acknowledged, by whichever node that reaches and whether or not somebody still
 * waits for it. An error, or an answer that makes no sense, is none: the question stands. An answer
 * to any other request is for whoever waits for it on this node.
 */
@Singleton
final class NativeAnswers {

  private static final int MESSAGE_CHARS_MAX = 200;

  private final ExecutionStack stack;

  @Inject
  NativeAnswers(ExecutionStack stack) {
    this.stack = stack;
  }

  /** Takes one answer of {@code caller}, whose session it is. Blocks. */
  void hear(Caller caller, LiveSession session, Message.Response response) {
    Optional<QuestionId> id = QuestionId.parse(response.id());
    if (id.isPresent() && Abilities.of(session).any()) {
      CallerStack runs = stack.forCaller(caller, session.resource());
      Optional<String> objection = take(runs, Abilities.of(session), id.get(), response.whole());
      boolean _ = session.outstanding().settle(id.get().toString(), objection);
    } else if (id.isEmpty()) {
      boolean _ = session.requests().settle(response.id().asText(), Optional.of(response.whole()));
    }
  }

  /**
   * Records what a client answers to questions of a run, and of no other.
   *
   * @param responses results of {@code elicitation/create} by the name of their question; what has
   *     another name is left alone
   * @return why an answer counts for nothing, or empty, by the names
   */
  Map<String, Optional<String>> takeAll(
      CallerStack runs, Abilities abilities, RunId run, JsonNode responses) {
    Map<String, Optional<String>> taken = new HashMap<>();
    for (Map.Entry<String, JsonNode> each : responses.properties()) {
      QuestionId.parse(each.getKey())
          .filter(
              id -> runs.question(id.interaction()).filter(of -> of.run().equals(run)).isPresent())
          .ifPresent(
              id -> {
                ObjectNode answer = Json.object();
                answer.set("result", each.getValue());
                taken.put(id.toString(), take(runs, abilities, id, answer));
              });
    }
    return taken;
  }

  /**
   * Records an answer; why it counts for nothing, or empty.
   *
   * @param response with the {@code result} or the {@code error} of the client
   */
  private Optional<String> take(
      CallerStack runs, Abilities abilities, QuestionId id, ObjectNode response) {
    if (response.has("error")) {
      String message = response.at("/error/message").asText("no reason given");
      return Optional.of("The client could not ask its user: " + cut(message));
    }
    Optional<Answer.Action> action = Answer.Action.of(response.at("/result/action").asText());
    if (action.isEmpty()) {
      return Optional.of("The client answered neither accept nor decline nor cancel.");
    }
    if (id.way() == QuestionId.Way.PAGE) {
      return action.get() == Answer.Action.ACCEPT
          ? Optional.empty()
          : Optional.of("The page was not opened.");
    }
    if (!abilities.form()) {
      return Optional.of("The client shows no forms.");
    }
    JsonNode content = response.at("/result/content");
    Answer answer = new Answer(action.get(), content instanceof ObjectNode node ? node : null);
    return objection(runs.answer(id.interaction(), answer, Interaction.Via.NATIVE));
  }

  private static Optional<String> objection(Answered answered) {
    return switch (answered) {
      case Answered.Recorded _, Answered.TooLate _ -> Optional.empty();
      case Answered.Unknown _ -> Optional.of("There is no such question any more.");
      case Answered.Forbidden(String reason) -> Optional.of(reason);
      case Answered.Invalid(String reason) ->
          Optional.of("What was filled in does not fit the question: " + reason);
    };
  }

  private static String cut(String text) {
    return text.length() <= MESSAGE_CHARS_MAX ? text : text.substring(0, MESSAGE_CHARS_MAX) + "…";
  }
}
