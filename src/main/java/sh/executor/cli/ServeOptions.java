package sh.executor.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to serve.
 *
 * @param host the address to listen on
 * @param port the port, {@code [0, 65535]}; 0 takes any free one
 * @param dataDirectory where everything is kept
 * @param json whether standard output is for programs: one line of JSON when it serves
 */
public record ServeOptions(String host, int port, Path dataDirectory, boolean json) {

  /** The host where none is said. */
  static final String HOST = "127.0.0.1";

  /** The port where none is said. */
  static final int PORT = 4788;

  private static final int PORT_MAX = 65_535;
  private static final Set<String> NAMES = Set.of("--port", "--host", "--data-dir");

  public ServeOptions {
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException("--port must lie between 0 and " + PORT_MAX + '.');
    }
  }

  /**
   * Reads a usual command line, {@code words} with options and their values.
   *
   * @param words what is served with
   */
  static Optional<ServeOptions> quick(
      List<String> words, Map<String, String> environment, String... arguments) {
    return QuickLine.read(
        words,
        NAMES,
        arguments,
        line -> {
          @Nullable Path named = line.path("--data-dir");
          return new ServeOptions(
              line.text("--host", HOST),
              line.number("--port", PORT),
              named == null ? Invocation.usualDataDirectory(environment) : named,
              false);
        });
  }

  /** The same on another port. */
  public ServeOptions on(int other) {
    return new ServeOptions(host, other, dataDirectory, json);
  }
}
