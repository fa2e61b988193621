package sh.executor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything needed to call one tool. What is null is left out.
 *
 * @param address the whole address
 * @param inputSchema JSON Schema of the arguments; shared parts as {@code #/$defs/<name>}
 * @param outputSchema JSON Schema of the data of a successful call
 * @param schemaDefinitions the shared parts that the two schemas refer to, by name
 * @param inputTypeScript the type of the arguments
 * @param outputTypeScript the type of the data
 * @param typeScriptDefinitions the shared parts as TypeScript, by name
 */
@JsonInclude(Include.NON_NULL)
public record ToolSchemaView(
    String address,
    @Nullable String name,
    @Nullable String description,
    @Nullable JsonNode inputSchema,
    @Nullable JsonNode outputSchema,
    @Nullable Map<String, JsonNode> schemaDefinitions,
    @Nullable String inputTypeScript,
    @Nullable String outputTypeScript,
    @Nullable Map<String, String> typeScriptDefinitions) {}
