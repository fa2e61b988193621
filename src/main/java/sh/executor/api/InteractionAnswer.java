package sh.executor.api;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a question.
 *
 * @param content an object of the values asked for; null for none
 */
public record InteractionAnswer(AnswerAction action, @Nullable JsonNode content) {

  /** Leaves the content out. */
  @Override
  public String toString() {
    return "InteractionAnswer[" + action + ']';
  }
}
