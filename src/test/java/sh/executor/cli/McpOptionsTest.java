package sh.executor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class McpOptionsTest {

  @TempDir Path folder;

  @Test
  void theUsualLinesAreReadAtOnce() {
    assertThat(McpOptions.quick("mcp")).contains(new McpOptions(null, null, null, null, null));
    assertThat(
            McpOptions.quick(
                "mcp", "--scope=a=b", "--elicitation-mode", "browser", "--base-url", "http://h"))
        .contains(new McpOptions(null, Path.of("a=b"), "browser", null, "http://h"));
    assertThat(McpOptions.quick("mcp", "--data-dir", "/d", "--server", "s"))
        .contains(new McpOptions(Path.of("/d"), null, null, "s", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "serve",
        "--json mcp",
        "mcp --help",
        "mcp --scope",
        "mcp --scope --json",
        "mcp --scope a --scope b",
        "mcp more"
      })
  void allElseIsLeftToTheParser(String line) {
    assertThat(McpOptions.quick(line.isEmpty() ? new String[0] : line.split(" ", -1))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mcp --elicitation-mode silent",
        "mcp --elicitation-mode silent --json",
        "mcp --scope /nonexistent",
        "mcp --scope /tmp --data-dir /tmp",
        "mcp --base-url http://h --scope /tmp",
        "mcp --base-url nonsense",
        "mcp --data-dir /dev/null/x",
      })
  void whatMakesNoSenseIsSaidInALine(String line) {
    CommandRun run =
        CommandRun.of(
            Map.of("EXECUTOR_DATA_DIR", folder.toString()),
            "",
            new CommandRun.NoHost() {
              @Override
              public OutputStream output() {
                return OutputStream.nullOutputStream();
              }
            },
            line.split(" ", -1));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).hasLineCount(1);
  }

  @Test
  void itsHelpTellsItsOptions() {
    assertThat(CommandRun.of(Map.of(), "mcp", "--help").out())
        .contains("--scope", "--elicitation-mode", "--base-url");
  }
}
