package sh.executor.cli.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sh.executor.cli.output.CommandFailure;

/**
 * Which server a command asks: the one that was named or whose address was given, or else the one
 * that was chosen before, or else the local one of the data directory. What opens it is {@code
 * EXECUTOR_API_KEY}, {@code EXECUTOR_AUTH_TOKEN}, what is kept for it or, for the local one, its
 * owner's bearer.
 *
 * @param environment the process's variables
 * @param dataDirectory of the local server, and where others are kept
 * @param name as given with {@code --server}
 * @param baseUrl as given with {@code --base-url}
 * @param login renews what signing in has brought
 * @param starter starts the local server if none runs, and says where it serves; empty to ask none
 *     that does not run
 */
public record ServerChoice(
    Map<String, String> environment,
    Path dataDirectory,
    @Nullable String name,
    @Nullable String baseUrl,
    DeviceLogin login,
    Optional<Supplier<URI>> starter) {

  /**
   * The server, and what opens it.
   *
   * @throws CommandFailure when there is no such server
   */
  public Endpoint endpoint() {
    return endpoint(new LocalServer(dataDirectory)::bearerFor);
  }

  /** Likewise, for an agent: the local server's key for agents opens the endpoint of MCP only. */
  public Endpoint forAgents() {
    return endpoint(new LocalServer(dataDirectory)::agentBearerFor);
  }

  private Endpoint endpoint(LocalKey local) {
    Profile profile = profile();
    URI origin = profile == null ? origin() : profile.origin();
    String given = given();
    if (given != null) {
      return new Endpoint(origin, given);
    }
    return new Endpoint(origin, profile == null ? local.of(origin) : opening(profile));
  }

  /** What opens the local server, if it is the one at an origin. */
  @FunctionalInterface
  private interface LocalKey {
    @Nullable String of(URI origin);
  }

  /** The origin of the server alone, for whoever has nothing yet to open it by. */
  public URI origin() {
    Profile profile = profile();
    if (profile != null) {
      return profile.origin();
    }
    return baseUrl == null
        ? starter.map(Supplier::get).orElseGet(() -> new LocalServer(dataDirectory).origin())
        : Origin.of(baseUrl);
  }

  /** The one that was added, if it is one of those; null for another. */
  public @Nullable Profile profile() {
    if (name != null && baseUrl != null) {
      throw new CommandFailure("Use either --server or --base-url, not both.");
    }
    Profiles profiles = new Profiles(dataDirectory);
    if (baseUrl != null) {
      return at(profiles, Origin.of(baseUrl));
    }
    if (name == null) {
      return profiles.chosen().orElse(null);
    }
    return name.equals(Profile.LOCAL)
        ? null
        : profiles
            .named(name)
            .orElseThrow(
                () ->
                    new CommandFailure(
                        "No server was added as '" + name + "': see 'executor server list'."));
  }

  private static @Nullable Profile at(Profiles profiles, URI origin) {
    List<Profile> there =
        profiles.all().stream().filter(one -> one.origin().equals(origin)).toList();
    if (there.size() > 1) {
      throw new CommandFailure(
          "Several servers were added at " + origin + ": name one of them with --server.");
    }
    return there.isEmpty() ? null : there.getFirst();
  }

  private @Nullable String opening(Profile profile) {
    return switch (profile.auth()) {
      case null -> null;
      case StoredAuth.Key key -> key.token();
      case StoredAuth.SignedIn in -> login.isStale(in) ? renewed(profile) : in.accessToken();
    };
  }

  private @Nullable String renewed(Profile profile) {
    Profile fresh =
        new Profiles(dataDirectory)
            .renewed(
                profile,
                old ->
                    old.auth() instanceof StoredAuth.SignedIn in ? old.with(login.fresh(in)) : old);
    return fresh.auth() instanceof StoredAuth.SignedIn in ? in.accessToken() : opening(fresh);
  }

  private @Nullable String given() {
    for (String variable : List.of("EXECUTOR_API_KEY", "EXECUTOR_AUTH_TOKEN")) {
      String value = environment.getOrDefault(variable, "").strip();
      if (!value.isEmpty()) {
        return value;
      }
    }
    return null;
  }

  /** Names no variables: their values may be secret. */
  @Override
  public String toString() {
    return "ServerChoice[" + dataDirectory + ", " + name + ", " + baseUrl + ']';
  }
}
