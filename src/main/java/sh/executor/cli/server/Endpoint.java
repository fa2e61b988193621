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

  /** Whether others can read the credential on its way there. */
  public boolean sendsInTheClear() {
    return credential != null && "http".equals(origin.getScheme()) && !Origin.onThisMachine(origin);
  }

  /** Leaves the credential out. */
  @Override
  public String toString() {
    return "Endpoint[" + origin + ']';
  }
}
