package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * Proposes values for the argument of a prompt or of a resource template, while it is typed. The
 * beans of this type are asked one after the other, and the first that knows a reference answers
 * for it.
 */
interface McpCompletion {

  /**
   * Values that may be meant, best first.
   *
   * @param reference {@code ref/prompt} or {@code ref/resource}, as it was sent
   * @param typed what there is of the value
   * @return empty when this is not the one to know
   */
  Optional<List<String>> complete(
      ObjectNode reference, String argument, String typed, Asking asking);
}
