package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** Tools that say something before they answer. */
@Singleton
@IfBuildProperty(name = Conformance.FIXTURES, stringValue = "true")
final class FixtureNotes {

  @Produces
  @Singleton
  McpTool logging() {
    return FixtureTool.of("test_tool_with_logging", (arguments, asking) -> log(asking));
  }

  @Produces
  @Singleton
  McpTool loggingWithoutASession() {
    return FixtureTool.of("test_logging_tool", (arguments, asking) -> log(asking));
  }

  private static ObjectNode log(Asking asking) throws InterruptedException {
    for (String words :
        List.of("Tool execution started", "Tool processing data", "Tool execution completed")) {
      asking.line().log(LogLevel.INFO, "fixture", words);
    }
    return ToolResults.text("logged");
  }

  @Produces
  @Singleton
  McpTool progress() {
    return FixtureTool.of(
        "test_tool_with_progress",
        (arguments, asking) -> {
          List.of("begun", "half way", "done").forEach(asking.progress()::report);
          return ToolResults.text("done");
        });
  }
}
