package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The shape of what {@code execute} and {@code resume} answer, whatever has become of the script:
 * clients that check a result against it refuse one that does not fit. Only what every answer has
 * is required, and nothing is forbidden.
 */
final class OutcomeSchema {

  private static final List<String> STATUSES =
      List.of("completed", "error", "running", "waiting_for_interaction", "user_approval_required");

  private static final List<String> RESUME_STATUSES =
      List.of(
          "execution_not_found",
          "execution_expired",
          "execution_forbidden",
          "execution_already_settled");

  private OutcomeSchema() {}

  /** Of {@code execute}. */
  static ObjectNode ofExecute() {
    return schema(STATUSES);
  }

  /** Of {@code resume}. */
  static ObjectNode ofResume() {
    List<String> statuses = new ArrayList<>(STATUSES);
    statuses.addAll(RESUME_STATUSES);
    ObjectNode schema = schema(statuses);
    text(schema.withObject("/properties"), "recovery", "What is left to do: re_execute.");
    return schema;
  }

  private static ObjectNode schema(List<String> names) {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode statuses = properties.putObject("status").put("type", "string").putArray("enum");
    names.forEach(statuses::add);
    text(properties, "executionId", "Names the run from its start to its end.");
    properties
        .putObject("result")
        .put("description", "What the code returned; null for nothing, or too much.");
    text(properties, "error", "Why there is no result.");
    properties.putObject("emitted").put("type", "integer").put("minimum", 1);
    properties.putObject("logs").put("type", "array").putObject("items").put("type", "string");
    text(properties, "whole", "Where all of it is, when it was too large to be shown.");
    text(properties, "expiresAt", "When an unanswered question counts as declined.");
    properties.putObject("ttlMs").put("type", "integer").put("minimum", 0);
    text(properties, "approvalUrl", "Where the user decides.");
    text(properties, "resumePrompt", "What to do once the user has decided.");
    properties
        .putObject("interaction")
        .put("type", "object")
        .put("description", "What a person is asked.");
    properties
        .putObject("interactions")
        .put("type", "array")
        .put("description", "All that people are asked.")
        .putObject("items")
        .put("type", "object");
    schema.putArray("required").add("status").add("executionId");
    return schema;
  }

  private static void text(ObjectNode properties, String name, String description) {
    properties.putObject(name).put("type", "string").put("description", description);
  }
}
