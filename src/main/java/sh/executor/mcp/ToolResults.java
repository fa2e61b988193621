package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Results of tools that are words only. */
final class ToolResults {

  private ToolResults() {}

  /** It worked. */
  static ObjectNode text(String text) {
    return of(text, false);
  }

  /** It did not, and the text says why. */
  static ObjectNode error(String text) {
    return of(text, true);
  }

  private static ObjectNode of(String text, boolean isError) {
    ObjectNode result = Json.object();
    result.putArray("content").addObject().put("type", "text").put("text", text);
    return result.put("isError", isError);
  }
}
