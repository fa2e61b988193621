package sh.executor.cli.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.executor.cli.output.CommandFailure;

/**
 * Which server a command asks: the one that was named or whose address was given, or else the local
 * one of the data directory. What opens it is {@code EXECUTOR_API_KEY}, {@code EXECUTOR_AUTH_TOKEN}
 * or, for the local one, its owner's bearer.
 *
 * @param environment the process's variables
 * @param dataDirectory of the local server
 * @param name as given with {@code --server}
 * @param baseUrl as given with {@code --base-url}
 */
public record ServerChoice(
    Map<String, String> environment,
    Path dataDirectory,
    @Nullable String name,
    @Nullable String baseUrl) {

  /**
   * The server, and what opens it.
   *
   * @throws CommandFailure when there is no such server
   */
  public Endpoint endpoint() {
    if (name != null && baseUrl != null) {
      throw new CommandFailure("Use either --server or --base-url, not both.");
    }
    LocalServer local = new LocalServer(dataDirectory);
    if (baseUrl != null) {
      URI origin = Origin.of(baseUrl);
      return new Endpoint(origin, credentialOr(local.bearerFor(origin)));
    }
    if (name != null) {
      throw new CommandFailure("No server was added as '" + name + "': use --base-url.");
    }
    URI origin = local.origin();
    return new Endpoint(origin, credentialOr(local.bearerFor(origin)));
  }

  private @Nullable String credentialOr(@Nullable String otherwise) {
    for (String variable : new String[] {"EXECUTOR_API_KEY", "EXECUTOR_AUTH_TOKEN"}) {
      String value = environment.getOrDefault(variable, "").strip();
      if (!value.isEmpty()) {
        return value;
      }
    }
    return otherwise;
  }

  /** Names no variables: their values may be secret. */
  @Override
  public String toString() {
    return "ServerChoice[" + dataDirectory + ", " + name + ", " + baseUrl + ']';
  }
}
