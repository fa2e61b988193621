package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sh.executor.execution.model.InteractionId;
import sh.executor.session.LiveSession;

/** The stream that answers a POST of a session, as the way to its client. */
final class SessionLine implements Line {

  private static final String LOST = "The connection to the client was lost.";
  private static final String TOO_MANY =
      "The client has not answered as many questions as it may be asked at once.";

  private final LiveSession session;
  private final PostReply reply;

  SessionLine(LiveSession session, PostReply reply) {
    this.session = session;
    this.reply = reply;
  }

  @Override
  public Abilities abilities() {
    return Abilities.of(session);
  }

  @Override
  public Optional<ElicitationMode> wanted() {
    return session.elicitationMode().flatMap(ElicitationMode::parse);
  }

  @Override
  public QuestionId name(QuestionId.Way way, InteractionId interaction) {
    return new QuestionId(way, interaction, session.nextStream());
  }

  @Override
  public CompletableFuture<Optional<String>> ask(QuestionId id, ObjectNode params)
      throws InterruptedException {
    Optional<CompletableFuture<Optional<String>>> answer =
        session.outstanding().begin(id.toString());
    if (answer.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.of(TOO_MANY));
    }
    ObjectNode request = message("elicitation/create", params);
    request.put("id", id.toString());
    if (!reply.send(request)) {
      session.outstanding().settle(id.toString(), Optional.of(LOST));
    }
    return answer.get();
  }

  @Override
  public void takeBack(QuestionId id, String reason) throws InterruptedException {
    session.outstanding().settle(id.toString(), Optional.of(reason));
    tell(
        "notifications/cancelled",
        Json.object().put("requestId", id.toString()).put("reason", reason));
  }

  @Override
  public void tell(String method, ObjectNode params) throws InterruptedException {
    boolean _ = reply.send(message(method, params));
  }

  @Override
  public CompletableFuture<Void> closed() {
    return reply.closed();
  }

  @Override
  public boolean sessionIsOver() {
    return session.isOver();
  }

  private static ObjectNode message(String method, ObjectNode params) {
    ObjectNode message = Json.object().put("jsonrpc", "2.0").put("method", method);
    message.set("params", params);
    return message;
  }
}
