package sh.executor.api;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a run that waits.
 *
 * @param content an object of the values asked for; null for none
 * @param interactionId which of its questions is answered; the oldest that waits when null
 */
public record ExecutionResume(
    AnswerAction action, @Nullable JsonNode content, @Nullable String interactionId) {

  /** Leaves the content out. */
  @Override
  public String toString() {
    return "ExecutionResume[" + action + ']';
  }
}
