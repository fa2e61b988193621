package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * A tool an MCP client sees. Every bean of this type is offered; names are unique. Blocking, for
 * virtual threads; safe for use by many at once.
 */
interface McpTool {

  /** As in {@code tools/call}. */
  String name();

  /** The whole {@code Tool} object of {@code tools/list}, made for the one who asks. */
  ObjectNode definition(Asking asking);

  /** What its client has to offer, such as {@code sampling}; else it is not called. */
  default Set<String> needs() {
    return Set.of();
  }

  /** Whether properties of its schema are marked {@code x-mcp-header}. */
  default boolean mirrorsArguments() {
    return false;
  }

  /**
   * Does it. Arguments that don't fit are a result with {@code isError}, so that the model reads
   * what is wrong with them.
   *
   * @return the {@code CallToolResult}
   */
  ObjectNode call(ObjectNode arguments, Asking asking) throws InterruptedException;
}
