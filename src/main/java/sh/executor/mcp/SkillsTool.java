package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import sh.executor.execution.ExecutionStack;

/**
 * {@code skills}: how to use the service, for a model to read. Answers in text only: clients that
 * prefer structured content would hide the text.
 */
@Singleton
final class SkillsTool implements McpTool {

  private static final String NAME = "skills";
  private static final String EXECUTE = "execute";
  private static final String INDEX =
      """
      Available skills; read one with skills({"name": "<name>"}):

      - execute: how to find, describe and call tools from code, and how to return results""";

  private final ExecutionStack stack;
  private final String executeSkill = load("execute-skill.md");

  @Inject
  SkillsTool(ExecutionStack stack) {
    this.stack = stack;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ObjectNode definition(Asking asking) {
    ObjectNode tool = Json.object();
    tool.put("name", NAME).put("title", "Read how-to guides");
    tool.put(
        "description",
        "Explains how to use this server. Without a name it lists the guides there are; read"
            + " \"execute\" before the first call of execute.");
    tool.putObject("inputSchema")
        .put("type", "object")
        .putObject("properties")
        .putObject("name")
        .put("type", "string")
        .put("description", "The guide to read.");
    tool.putObject("annotations").put("readOnlyHint", true).put("openWorldHint", false);
    return tool;
  }

  @Override
  public ObjectNode call(ObjectNode arguments, Asking asking) {
    JsonNode name = arguments.path("name");
    if (name.isMissingNode() || name.isNull()) {
      return ToolResults.text(INDEX);
    }
    if (name.isTextual() && name.textValue().strip().equals(EXECUTE)) {
      return ToolResults.text(executeSkill + Inventory.of(stack, asking));
    }
    return ToolResults.error("There is no such skill.\n\n" + INDEX);
  }

  private static String load(String resource) {
    try (InputStream in = SkillsTool.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("find the resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("read the resource " + resource, e);
    }
  }
}
