package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * Why {@code resume} has nothing to go on with: results with {@code isError}, for the model to
 * read.
 */
final class Unavailable {

  private Unavailable() {}

  /** There is no such run, or it is none of the caller's; the caller is not told which. */
  static ObjectNode notFound(String executionId) {
    ObjectNode result =
        result(
            "execution_not_found",
            executionId,
            "There is no execution of that id, or it is not yours. Look at what it was to do and"
                + " what may have been done already before you run the code again.");
    structured(result).put("recovery", "re_execute");
    return result;
  }

  /** An answer came after the question's time. */
  static ObjectNode expired(String executionId, Duration stood) {
    ObjectNode result =
        result(
            "execution_expired",
            executionId,
            "Nobody answered in time, which counts as no, and the code was told so. Call resume"
                + " without an action for what came of it.");
    structured(result).put("ttlMs", stood.toMillis());
    return result;
  }

  /** Whoever asks may not answer; says who may. */
  static ObjectNode forbidden(String executionId, String who) {
    return result("execution_forbidden", executionId, who);
  }

  /** Something else was answered before. */
  static ObjectNode alreadySettled(String executionId) {
    return result(
        "execution_already_settled",
        executionId,
        "That was decided already, and otherwise. Call resume without an action for what came of"
            + " it.");
  }

  private static ObjectNode result(String status, String executionId, String text) {
    ObjectNode result = ToolResults.error(text);
    result.putObject("structuredContent").put("status", status).put("executionId", executionId);
    return result;
  }

  private static ObjectNode structured(ObjectNode result) {
    return result.withObject("/structuredContent");
  }
}
