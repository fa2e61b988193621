package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sh.executor.execution.model.InteractionId;

/**
 * The stream that answers one request without a session. It carries notifications; nothing can be
 * asked of the client on it.
 */
final class ModernLine implements Line {

  private static final String NOT_ASKED = "Nothing is asked on the stream of this request.";

  private final ModernReply reply;
  private final Optional<ElicitationMode> wanted;

  ModernLine(ModernReply reply, Optional<ElicitationMode> wanted) {
    this.reply = reply;
    this.wanted = wanted;
  }

  @Override
  public Abilities abilities() {
    return Abilities.NONE;
  }

  @Override
  public Optional<ElicitationMode> wanted() {
    return wanted;
  }

  @Override
  public QuestionId name(QuestionId.Way way, InteractionId interaction) {
    return new QuestionId(way, interaction, 0);
  }

  @Override
  public CompletableFuture<Optional<String>> ask(QuestionId id, ObjectNode params) {
    return CompletableFuture.completedFuture(Optional.of(NOT_ASKED));
  }

  @Override
  public void takeBack(QuestionId id, String reason) {
    // Nothing was asked.
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
