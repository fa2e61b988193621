package sh.executor.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.executor.api.ToolSchemaView;
import sh.executor.api.ToolView;
import sh.executor.catalog.model.Effect;
import sh.executor.catalog.model.Tool;
import sh.executor.catalog.model.ToolAddress;
import sh.executor.catalog.model.ToolSchema;
import sh.executor.policy.Decision;

/** Tools on their way to the wire. */
final class ToolViews {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ToolViews() {}

  static ToolView view(Tool tool, boolean includeAnnotations) {
    ToolAddress address = tool.address();
    boolean asks = tool.effect() == Effect.WRITE || !tool.reviewed();
    return new ToolView(
        address.toString(),
        PolicyViews.owner(address.owner()),
        address.integration(),
        address.connection(),
        address.tool(),
        tool.kind(),
        tool.description(),
        decision(tool.decision()),
        includeAnnotations ? asks : null,
        includeAnnotations ? tool.approvalDescription() : null,
        null,
        null);
  }

  static ToolSchemaView view(ToolSchema schema) {
    Map<String, JsonNode> definitions = new LinkedHashMap<>();
    schema.schemaDefinitions().forEach((name, text) -> definitions.put(name, parsed(text)));
    return new ToolSchemaView(
        schema.address().toString(),
        schema.address().tool(),
        schema.description(),
        schema.inputSchema() == null ? null : parsed(schema.inputSchema()),
        schema.outputSchema() == null ? null : parsed(schema.outputSchema()),
        definitions.isEmpty() ? null : definitions,
        schema.inputTypeScript(),
        schema.outputTypeScript(),
        schema.typeScriptDefinitions().isEmpty() ? null : schema.typeScriptDefinitions());
  }

  private static ToolView.Decision decision(Decision decision) {
    @Nullable String ruleId = decision.ruleId();
    return new ToolView.Decision(
        PolicyViews.action(decision.action()),
        ruleId == null ? ToolView.Source.PLUGIN_DEFAULT : ToolView.Source.USER,
        decision.pattern(),
        ruleId);
  }

  private static JsonNode parsed(String schema) {
    try {
      return JSON.readTree(schema);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("read a stored schema", e);
    }
  }
}
