package sh.executor.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code executor mcp} is told.
 *
 * @param dataDirectory of the local server; null for the usual one
 * @param scope a folder with a server of its own
 * @param elicitationMode how questions are put; null leaves it to what the client can do
 * @param server the name of a server that was added
 * @param baseUrl the address of one that need not be
 */
record McpOptions(
    @Nullable Path dataDirectory,
    @Nullable Path scope,
    @Nullable String elicitationMode,
    @Nullable String server,
    @Nullable String baseUrl) {

  private static final Set<String> NAMES =
      Set.of("--data-dir", "--scope", "--elicitation-mode", "--server", "--base-url");

  /** Reads a usual command line, {@code mcp} with options and their values. */
  static Optional<McpOptions> quick(String... arguments) {
    return QuickLine.read(
        List.of("mcp"),
        NAMES,
        arguments,
        line ->
            new McpOptions(
                line.path("--data-dir"),
                line.path("--scope"),
                line.text("--elicitation-mode"),
                line.text("--server"),
                line.text("--base-url")));
  }
}
