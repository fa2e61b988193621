package sh.executor.catalog.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What is at an address. */
public sealed interface ToolLookup {

  /**
   * A tool, with all that a call needs but the credential. It is found although a rule blocks it:
   * {@link Tool#decision} says so.
   */
  record Found(
      Tool tool,
      Operation operation,
      Connection connection,
      IntegrationKind kind,
      ObjectNode config)
      implements ToolLookup {}

  /**
   * Nothing the caller could call.
   *
   * @param suggestions paths of up to five tools that may have been meant
   */
  record Missing(List<String> suggestions) implements ToolLookup {

    public Missing {
      suggestions = List.copyOf(suggestions);
    }
  }
}
