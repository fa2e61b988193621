package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import sh.executor.testkit.StatelessMcp;

/**
 * A tool the official suite expects a server to have, offered the way every tool is.
 *
 * @param inputSchema JSON, in which single quotes may stand for double ones
 * @param needs what its client has to offer
 */
record FixtureTool(String name, String inputSchema, Set<String> needs, Body body)
    implements McpTool {

  private static final String ANYTHING = "{'type':'object','properties':{}}";

  /** What it does. */
  @FunctionalInterface
  interface Body {
    ObjectNode call(ObjectNode arguments, Asking asking) throws InterruptedException;
  }

  /** One without arguments. */
  static FixtureTool of(String name, Body body) {
    return new FixtureTool(name, ANYTHING, Set.of(), body);
  }

  /** One with a schema. */
  static FixtureTool of(String name, String inputSchema, Body body) {
    return new FixtureTool(name, inputSchema, Set.of(), body);
  }

  /** One that always answers the same content: items of JSON. */
  static FixtureTool answering(String name, String content) {
    return of(name, (arguments, asking) -> content(content));
  }

  /** A result with that content. */
  static ObjectNode content(String items) {
    ObjectNode result = Json.object();
    result.set("content", StatelessMcp.tree("[" + items + "]"));
    return result.put("isError", false);
  }

  @Override
  public ObjectNode definition(Asking asking) {
    ObjectNode tool = Json.object().put("name", name).put("description", "For the suite.");
    tool.set("inputSchema", StatelessMcp.tree(inputSchema));
    return tool;
  }

  @Override
  public boolean mirrorsArguments() {
    return inputSchema.contains("x-mcp-header");
  }

  @Override
  public ObjectNode call(ObjectNode arguments, Asking asking) throws InterruptedException {
    return body.call(arguments, asking);
  }
}
