package sh.executor.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.executor.api.ToolSchemaView;
import sh.executor.cli.output.Output;

/** All there is to know to call one tool, for people. */
final class ToolCard {

  private final Output output;

  ToolCard(Output output) {
    this.output = output;
  }

  void show(ToolPath path, ToolSchemaView tool) {
    output.line("Usage: executor call " + path.spoken() + " ['{...}'|@FILE|-]");
    output.line("\nTool: " + path.dotted());
    section("Description", tool.description());
    section("Input", tool.inputTypeScript());
    section("Output", tool.outputTypeScript());
    Map<String, String> types = tool.typeScriptDefinitions();
    if (types != null && !types.isEmpty()) {
      output.line("\nTypes:");
      types.forEach((name, type) -> output.line("  type " + name + " = " + type));
    }
  }

  private void section(String heading, @Nullable String text) {
    if (text != null && !text.isBlank()) {
      output.line('\n' + heading + ":\n  " + text.strip().replace("\n", "\n  "));
    }
  }
}
