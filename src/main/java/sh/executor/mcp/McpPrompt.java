package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A prompt an MCP client can fetch for its user. Every bean of this type is offered; names are
 * unique. Blocking, for virtual threads; safe for use by many at once.
 */
interface McpPrompt {

  /** As in {@code prompts/get}. */
  String name();

  /** The whole {@code Prompt} object of {@code prompts/list}, made for the one who asks. */
  ObjectNode definition(Asking asking);

  /**
   * Makes it.
   *
   * @param arguments all that the definition requires
   * @return the {@code GetPromptResult}
   */
  ObjectNode get(ObjectNode arguments, Asking asking) throws InterruptedException;
}
