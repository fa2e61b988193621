package sh.executor.cli;

import java.nio.file.Path;

/**
 * How to serve.
 *
 * @param host the address to listen on
 * @param port the port, {@code [0, 65535]}; 0 takes any free one
 * @param dataDirectory where everything is kept
 * @param json whether standard output is for programs: one line of JSON when it serves
 */
public record ServeOptions(String host, int port, Path dataDirectory, boolean json) {

  private static final int PORT_MAX = 65_535;

  public ServeOptions {
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException("--port must lie between 0 and " + PORT_MAX + '.');
    }
  }

  /** The same on another port. */
  public ServeOptions on(int other) {
    return new ServeOptions(host, other, dataDirectory, json);
  }
}
