package sh.executor.cli;

import java.nio.file.Path;

/**
 * How to serve.
 *
 * @param host the address to listen on
 * @param port the port, {@code [0, 65535]}; 0 takes any free one
 * @param dataDirectory where everything is kept
 */
public record ServeOptions(String host, int port, Path dataDirectory) {

  private static final int PORT_MAX = 65_535;

  public ServeOptions {
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException("--port must lie between 0 and " + PORT_MAX + '.');
    }
  }
}
