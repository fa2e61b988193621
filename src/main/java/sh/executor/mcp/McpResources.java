package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import sh.executor.kernel.Caller;

/**
 * Resources an MCP client can read. The beans of this type are asked one after the other, and the
 * first that knows a URI answers for it. Blocking, for virtual threads; safe for use by many at
 * once.
 */
interface McpResources {

  /** The {@code Resource} objects that whoever asks may read, in an order that does not change. */
  List<ObjectNode> list(Asking asking);

  /** Likewise the {@code ResourceTemplate} objects. */
  default List<ObjectNode> templates(Asking asking) {
    return List.of();
  }

  /**
   * Reads one.
   *
   * @return the {@code ReadResourceResult}; empty when there is no such resource here for this one
   */
  Optional<ObjectNode> read(String uri, Asking asking) throws InterruptedException;

  /** Whether any of them can be watched. */
  default boolean watches() {
    return false;
  }

  /**
   * From now on, calls {@code changed} when the resource has changed.
   *
   * @param changed is quick, but may write to the database: not for an event loop
   * @return ends the watch; empty when this one can't watch it for {@code caller}
   */
  default Optional<Runnable> watch(String uri, Caller caller, Runnable changed) {
    return Optional.empty();
  }
}
