package sh.executor.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.Operation;
import sh.executor.catalog.model.ToolAddress;
import sh.executor.catalog.model.ToolSchema;
import sh.executor.catalog.typescript.References;
import sh.executor.catalog.typescript.TypeScript;

/**
 * The schemas of one operation, with all the definitions they refer to, and the same as TypeScript.
 * Definitions are loaded as they are found to be needed, a bounded number of them.
 */
final class ToolSchemas {

  private static final int DEFINITIONS_MAX = 2_000;

  private final Operation operation;
  private final Function<Collection<String>, Map<String, String>> loader;
  private final Map<String, String> texts = new TreeMap<>();
  private final Map<String, JsonNode> definitions = new LinkedHashMap<>();

  /**
   * @param loader answers those of the given names that are defined, as JSON text
   */
  ToolSchemas(Operation operation, Function<Collection<String>, Map<String, String>> loader) {
    this.operation = operation;
    this.loader = loader;
  }

  /** As REST and the console show it: the data of a successful result. */
  ToolSchema plain(ToolAddress address) {
    return schema(address, Set.of(), Map.of(), Function.identity());
  }

  /** As a script meets it: a result that is one of two, and the types both are made of. */
  ToolSchema forScripts(ToolAddress address) {
    return schema(
        address, ResultTypes.DECLARATIONS.keySet(), ResultTypes.DECLARATIONS, ResultTypes::of);
  }

  private ToolSchema schema(
      ToolAddress address,
      Set<String> reserved,
      Map<String, String> helpers,
      Function<String, String> wrap) {
    JsonNode input = parsed(operation.inputSchema());
    JsonNode output = parsed(operation.outputSchema());
    load(input, output);
    TypeScript types = new TypeScript(definitions, reserved);
    String inputType = types.type(input);
    String outputType = wrap.apply(types.type(output));
    Map<String, String> declarations = new LinkedHashMap<>(types.declarations());
    declarations.putAll(helpers);
    return new ToolSchema(
        address,
        operation.description(),
        operation.inputSchema(),
        operation.outputSchema(),
        texts,
        inputType,
        outputType,
        declarations);
  }

  private static JsonNode parsed(@Nullable String schema) {
    return schema == null ? BooleanNode.TRUE : Json.read(schema);
  }

  private void load(JsonNode... schemas) {
    Set<String> needed = new TreeSet<>();
    for (JsonNode schema : schemas) {
      References.collect(schema, needed);
    }
    Set<String> asked = new TreeSet<>();
    while (!needed.isEmpty() && definitions.size() < DEFINITIONS_MAX) {
      asked.addAll(needed);
      Map<String, String> loaded = loader.apply(needed);
      Set<String> next = new TreeSet<>();
      loaded.forEach(
          (name, text) -> {
            JsonNode schema = Json.read(text);
            texts.put(name, text);
            definitions.put(name, schema);
            References.collect(schema, next);
          });
      next.removeAll(asked);
      needed = next;
    }
  }
}
