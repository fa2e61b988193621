package sh.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import sh.executor.catalog.model.IntegrationSummary;
import sh.executor.catalog.model.ToolDescription;
import sh.executor.catalog.model.ToolHit;
import sh.executor.kernel.Page;

/**
 * The paths below {@code tools} that are the house's own: finding, listing and describing. They
 * answer with their result itself, and an argument that makes no sense is an error the script gets
 * thrown.
 */
final class Builtins {

  static final String SEARCH = "search";
  static final String DESCRIBE = "describe.tool";
  static final String INTEGRATIONS = "executor.integrations.list";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final RunCatalog catalog;

  Builtins(RunCatalog catalog) {
    this.catalog = catalog;
  }

  /** Whether a path is one of ours. */
  static boolean has(String path) {
    return path.equals(SEARCH) || path.equals(INTEGRATIONS) || path.equals(DESCRIBE);
  }

  /**
   * The result of a path of ours; empty when the path is a tool's.
   *
   * @throws BuiltinArguments.BadArgument when the argument makes no sense
   */
  Optional<ObjectNode> call(String path, JsonNode argument) {
    return switch (path) {
      case SEARCH -> Optional.of(search(BuiltinArguments.required(path, argument)));
      case INTEGRATIONS -> Optional.of(integrations(BuiltinArguments.optional(path, argument)));
      case DESCRIBE -> Optional.of(describe(BuiltinArguments.required(path, argument)));
      default -> Optional.empty();
    };
  }

  private ObjectNode search(BuiltinArguments arguments) {
    Page<ToolHit> page =
        catalog
            .view()
            .search(
                arguments.text("query"),
                arguments.text("namespace"),
                arguments.offset(),
                arguments.limit());
    ArrayNode items = NODES.arrayNode();
    for (ToolHit hit : page.items()) {
      ObjectNode item = items.addObject().put("path", hit.path()).put("name", hit.name());
      if (!hit.description().isEmpty()) {
        item.put("description", hit.description());
      }
      item.put("integration", hit.integration()).put("score", hit.score());
    }
    return paged(items, page);
  }

  private ObjectNode integrations(BuiltinArguments arguments) {
    Page<IntegrationSummary> page =
        catalog.view().integrations(arguments.text("query"), arguments.offset(), arguments.limit());
    ArrayNode items = NODES.arrayNode();
    for (IntegrationSummary summary : page.items()) {
      String description = summary.description();
      ObjectNode item = items.addObject().put("id", summary.slug()).put("name", summary.name());
      if (!description.isEmpty()
          && !description.equals(summary.slug())
          && !description.equals(summary.name())) {
        item.put("description", description);
      }
      item.put("kind", summary.kind())
          .put("canRemove", true)
          .put("canRefresh", summary.canRefresh())
          .put("toolCount", summary.toolCount());
    }
    return paged(items, page);
  }

  private ObjectNode describe(BuiltinArguments arguments) {
    arguments.refuse("includeSchemas");
    return switch (catalog.view().describe(arguments.requiredText("path"))) {
      case ToolDescription.Described tool -> described(tool);
      case ToolDescription.Unknown unknown -> unknown(unknown);
    };
  }

  private static ObjectNode described(ToolDescription.Described tool) {
    ObjectNode description =
        NODES
            .objectNode()
            .put("path", tool.path())
            .put("name", tool.name())
            .put("description", tool.description())
            .put("inputTypeScript", tool.inputTypeScript())
            .put("outputTypeScript", tool.outputTypeScript());
    tool.typeScriptDefinitions().forEach(description.putObject("typeScriptDefinitions")::put);
    return description;
  }

  private static ObjectNode unknown(ToolDescription.Unknown tool) {
    ObjectNode description = NODES.objectNode().put("path", tool.path()).put("name", tool.name());
    String message = Refusals.notFound(tool.path(), tool.suggestions()).message();
    ObjectNode error =
        description.putObject("error").put("code", "tool_not_found").put("message", message);
    tool.suggestions().forEach(error.putArray("suggestions")::add);
    return description;
  }

  private static ObjectNode paged(ArrayNode items, Page<?> page) {
    ObjectNode result = NODES.objectNode();
    result.set("items", items);
    result.put("total", page.total()).put("hasMore", page.hasMore());
    if (page.nextOffset().isPresent()) {
      return result.put("nextOffset", page.nextOffset().getAsInt());
    }
    return result.putNull("nextOffset");
  }
}
