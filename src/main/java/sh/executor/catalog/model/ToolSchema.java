package sh.executor.catalog.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tool takes and gives, as JSON Schema and as TypeScript.
 *
 * @param inputSchema JSON text; null when nothing is known
 * @param outputSchema of the data of a successful result, likewise
 * @param schemaDefinitions the shared schemas these refer to, directly or not, by the name used in
 *     {@code #/$defs/<name>}, as JSON text
 * @param inputTypeScript a type expression on one line
 * @param outputTypeScript likewise
 * @param typeScriptDefinitions the types these refer to, by name, each an expression on one line
 */
public record ToolSchema(
    ToolAddress address,
    String description,
    @Nullable String inputSchema,
    @Nullable String outputSchema,
    Map<String, String> schemaDefinitions,
    String inputTypeScript,
    String outputTypeScript,
    Map<String, String> typeScriptDefinitions) {}
