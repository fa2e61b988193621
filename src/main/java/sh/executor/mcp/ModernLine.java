package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sh.executor.execution.Cancellation;
import sh.executor.execution.model.InteractionId;
import sh.executor.execution.model.RunId;

/**
 * The way to the client of a request without a session. Notifications go out on the stream of its
 * answer. Nothing can be asked there: what is wanted of the client is put down, the answer carries
 * it, and the client makes the request again with what it has to say.
 */
final class ModernLine implements Line {

  private static final String NEXT_ROUND = "The client is asked with the answer to its request.";

  private final ModernRequest request;
  private final Rounds rounds;
  private final ModernReply reply;
  private final Optional<ElicitationMode> wanted;

  /**
   * @param wanted how the URL asks for questions to be put
   */
  ModernLine(
      ModernRequest request, Rounds rounds, ModernReply reply, Optional<ElicitationMode> wanted) {
    this.request = request;
    this.rounds = rounds;
    this.reply = reply;
    this.wanted = wanted;
  }

  @Override
  public Abilities abilities() {
    return request.abilities();
  }

  @Override
  public Optional<ElicitationMode> wanted() {
    return wanted;
  }

  @Override
  public QuestionId name(QuestionId.Way way, InteractionId interaction) {
    return new QuestionId(way, interaction, 0);
  }

  /**
   * Puts a question down, unless this round brought what there is to say of it: that its page was
   * opened, or that it will not be.
   */
  @Override
  public CompletableFuture<Optional<String>> ask(QuestionId id, ObjectNode params) {
    Optional<String> objection = rounds.objection(id);
    if (rounds.isTaken(id) && (id.way() == QuestionId.Way.PAGE || objection.isEmpty())) {
      return CompletableFuture.completedFuture(objection);
    }
    params.remove("elicitationId");
    objection.ifPresent(
        why -> params.put("message", why + "\n\n" + params.path("message").asText()));
    rounds.want(id.toString(), new Wish("elicitation/create", params));
    return CompletableFuture.completedFuture(Optional.of(NEXT_ROUND));
  }

  @Override
  public void takeBack(QuestionId id, String reason) {
    // What the next round does not bring is taken back by that.
  }

  @Override
  public boolean declares(String capability) {
    return request.capabilities().path(capability).isObject();
  }

  @Override
  public Heard inquire(Map<String, Wish> wishes, Cancellation called) {
    Map<String, ObjectNode> answers = new LinkedHashMap<>();
    Map<String, Wish> open = new LinkedHashMap<>();
    wishes.forEach(
        (name, wish) ->
            rounds
                .answer(name)
                .ifPresentOrElse(answer -> answers.put(name, answer), () -> open.put(name, wish)));
    for (Wish wish : open.values()) {
      if (!declares(wish.capability())) {
        return new Heard.Refused(RpcError.missingCapability(wish.capability()));
      }
    }
    open.forEach(rounds::want);
    return open.isEmpty() ? new Heard.Answers(answers) : new Heard.Later(Json.object());
  }

  @Override
  public void follow(RunId run) {
    rounds.follow(run);
  }

  @Override
  public Optional<RunId> begun() {
    return Rounds.run(rounds.state());
  }

  @Override
  public ObjectNode asked() {
    return rounds.wanted();
  }

  @Override
  public boolean takesTasks() {
    return request.takesTasks();
  }

  @Override
  public boolean logs(LogLevel level) {
    return request.logFrom().filter(from -> level.compareTo(from) >= 0).isPresent();
  }

  @Override
  public void log(LogLevel level, String logger, String message) throws InterruptedException {
    if (logs(level)) {
      tell(
          "notifications/message",
          Json.object().put("level", level.wire()).put("logger", logger).put("data", message));
    }
  }

  @Override
  public void tell(String method, ObjectNode params) throws InterruptedException {
    ObjectNode message = Json.object().put("jsonrpc", "2.0").put("method", method);
    message.set("params", params);
    boolean _ = reply.send(message);
  }

  @Override
  public CompletableFuture<Void> closed() {
    return reply.closed();
  }

  @Override
  public boolean sessionIsOver() {
    return false;
  }
}
