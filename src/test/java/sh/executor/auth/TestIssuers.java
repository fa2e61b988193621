package sh.executor.auth;

import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import sh.executor.outbound.Outbound;

/** Parts of this room for tests of others. */
public final class TestIssuers {

  private TestIssuers() {}

  /** The authorization server of a service whose issuer is {@code issuer}, if any. */
  public static AuthorizationServer server(
      Optional<String> issuer, Outbound outbound, InstantSource clock) {
    return new AuthorizationServer(new Settings(issuer), new IssuerReads(outbound), clock);
  }

  /** The settings of a service that takes tokens of no issuer. */
  static TokenIssuerConfig none() {
    return new Settings(Optional.empty());
  }

  /** A service that goes by the loopback names alone. */
  public static HostGuard loopback() {
    return new HostGuard(Set.of());
  }

  private record Settings(Optional<String> issuer) implements TokenIssuerConfig {

    @Override
    public Optional<String> audience() {
      return Optional.empty();
    }

    @Override
    public Optional<URI> jwksUrl() {
      return Optional.empty();
    }
  }
}
