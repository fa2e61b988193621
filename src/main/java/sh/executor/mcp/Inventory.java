package sh.executor.mcp;

import sh.executor.execution.ExecutionStack;
import sh.executor.kernel.Page;

/** The connected integrations, for a model to know what there is. As of the moment it is asked. */
final class Inventory {

  private Inventory() {}

  /** A heading and a bullet for each, after a blank line; nothing when none is connected. */
  static String of(ExecutionStack stack, Asking asking) {
    return text(stack.forCaller(asking.caller(), asking.resource()).connectedIntegrations());
  }

  /** Likewise, of the first page of slugs. */
  static String text(Page<String> slugs) {
    if (slugs.items().isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("\n\n## Available integrations\n");
    slugs.items().forEach(slug -> text.append("\n- ").append(slug));
    if (slugs.hasMore()) {
      text.append("\n- ... ").append(slugs.total() - slugs.items().size()).append(" more");
    }
    return text.toString();
  }
}
