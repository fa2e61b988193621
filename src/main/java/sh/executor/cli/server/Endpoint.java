package sh.executor.cli.server;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A server and what opens it.
 *
 * @param origin scheme, host and port
 * @param credential a bearer; null when there is none for it
 */
public record Endpoint(URI origin, @Nullable String credential) {

  /** Leaves the credential out. */
  @Override
  public String toString() {
    return "Endpoint[" + origin + ']';
  }
}
