package sh.executor.execution;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import sh.executor.catalog.model.Effect;
import sh.executor.catalog.model.Tool;
import sh.executor.catalog.model.ToolError;
import sh.executor.policy.Decision;

/** Why a call is not made, in words an agent can act on or pass to a person. */
final class Refusals {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Refusals() {}

  /** There is no such tool, or none this caller could call. */
  static ToolError notFound(String path, List<String> suggestions) {
    ObjectNode details = NODES.objectNode().put("path", path);
    suggestions.forEach(details.putArray("suggestions")::add);
    String hint =
        suggestions.isEmpty()
            ? "Find tools with tools.search({ query })."
            : "Did you mean " + String.join(", ", suggestions) + "?";
    return error("tool_not_found", "There is no tool at " + path + ". " + hint, details);
  }

  /** A rule says no. */
  static ToolError blocked(Tool tool) {
    String path = tool.address().path();
    return error(
        "tool_blocked",
        "The tool " + path + " is blocked by a rule of this organisation or of yours.",
        NODES.objectNode().put("path", path));
  }

  /** A tool takes one object. */
  static ToolError notAnObject(Tool tool) {
    String path = tool.address().path();
    return error(
        "invalid_tool_arguments",
        "The tool " + path + " takes one object as its argument.",
        NODES.objectNode().put("path", path));
  }

  /** Why a person is asked about it. */
  static String reason(Tool tool) {
    Decision decision = tool.decision();
    if (decision.ruleId() != null) {
      return "the rule " + decision.pattern() + " (" + decision.ruleId() + ") asks for approval";
    }
    if (!tool.reviewed()) {
      return "a refresh brought this tool in and nobody has reviewed it yet";
    }
    return tool.effect() == Effect.WRITE
        ? "it may change something, and nobody has allowed it"
        : "it needs approval by default, and nobody has allowed it";
  }

  private static ToolError error(String code, String message, ObjectNode details) {
    return new ToolError(code, message, null, details, false);
  }
}
