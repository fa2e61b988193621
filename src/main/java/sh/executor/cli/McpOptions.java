package sh.executor.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
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

  /**
   * Reads the usual command lines, {@code mcp} with options and their values. Clients start a
   * bridge each, and wait for it, while the parser of all commands alone takes as long as all the
   * rest. What is unusual, or wrong, is left to that parser.
   */
  static Optional<McpOptions> quick(String... arguments) {
    if (arguments.length == 0 || !arguments[0].equals("mcp")) {
      return Optional.empty();
    }
    Map<String, String> given = new HashMap<>();
    for (int i = 1; i < arguments.length; i++) {
      int equals = arguments[i].indexOf('=');
      String name = equals < 0 ? arguments[i] : arguments[i].substring(0, equals);
      if (!NAMES.contains(name) || (equals < 0 && i + 1 == arguments.length)) {
        return Optional.empty();
      }
      String value = equals < 0 ? arguments[++i] : arguments[i].substring(equals + 1);
      if (value.startsWith("-") || given.put(name, value) != null) {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(
          new McpOptions(
              path(given.get("--data-dir")),
              path(given.get("--scope")),
              given.get("--elicitation-mode"),
              given.get("--server"),
              given.get("--base-url")));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static @Nullable Path path(@Nullable String text) {
    return text == null ? null : Path.of(text);
  }
}
