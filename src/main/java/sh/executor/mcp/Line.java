package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sh.executor.execution.model.InteractionId;

/** The way to the client of one request, for what is wanted of it before the answer. */
interface Line {

  /** What the client can put to its user. */
  Abilities abilities();

  /** How the session wants questions to be put; empty when it did not say. */
  Optional<ElicitationMode> wanted();

  /** A new request id for a question. */
  QuestionId name(QuestionId.Way way, InteractionId interaction);

  /**
   * Sends {@code elicitation/create}. Blocks while the client reads slowly.
   *
   * @return completed when the client has answered, or it is clear that it will not: empty when the
   *     answer was taken, else why there is none that counts
   */
  CompletableFuture<Optional<String>> ask(QuestionId id, ObjectNode params)
      throws InterruptedException;

  /** Takes a question back that was not answered. */
  void takeBack(QuestionId id, String reason) throws InterruptedException;

  /** Sends a notification. */
  void tell(String method, ObjectNode params) throws InterruptedException;

  /** Done when the client can not be reached by this line any more, as far as that is noticed. */
  CompletableFuture<Void> closed();

  /** Whether the session was ended. */
  boolean sessionIsOver();
}
