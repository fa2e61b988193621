package sh.executor.app;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import sh.executor.kernel.ListenHost;
import sh.executor.kernel.ReadinessCheck;
import sh.executor.kernel.ReadinessFinding;
import sh.executor.kernel.ReadinessFinding.Severity;

/** What is right for one user on one machine, and wrong for a server others can reach. */
@Singleton
final class NetworkChecks implements ReadinessCheck {

  private final String host;
  private final boolean localNetworkAllowed;
  private final String databaseUrl;
  private final Optional<URI> publicUrl;

  @Inject
  NetworkChecks(
      @ConfigProperty(name = "quarkus.http.host") String host,
      @ConfigProperty(name = "executor.outbound.allow-local-network") boolean localNetworkAllowed,
      @ConfigProperty(name = "quarkus.datasource.jdbc.url") String databaseUrl,
      @ConfigProperty(name = "executor.http.public-url") Optional<URI> publicUrl) {
    this.host = host;
    this.localNetworkAllowed = localNetworkAllowed;
    this.databaseUrl = databaseUrl;
    this.publicUrl = publicUrl;
  }

  @Override
  public List<ReadinessFinding> findings() {
    List<ReadinessFinding> findings = new ArrayList<>();
    if (publicUrl.filter(url -> !Origins.isOrigin(url)).isPresent()) {
      findings.add(
          new ReadinessFinding(
              Severity.FATAL,
              "EXECUTOR_PUBLIC_URL",
              "It must be http or https, a host and at most a port: no path is taken away or"
                  + " added."));
    }
    if (!ListenHost.of(host).isLoopback()) {
      exposed(findings);
    }
    return findings;
  }

  private void exposed(List<ReadinessFinding> findings) {
    if (localNetworkAllowed) {
      findings.add(
          new ReadinessFinding(
              Severity.SEVERE,
              "EXECUTOR_ALLOW_LOCAL_NETWORK",
              "Whoever may add an integration can reach this machine and its network: unset it."));
    }
    if (databaseUrl.startsWith("jdbc:postgresql://127.0.0.1:")) {
      findings.add(
          new ReadinessFinding(
              Severity.WARNING,
              "EXECUTOR_DATABASE_URL",
              "The data lives on this machine alone: set it to a database that is backed up."));
    }
  }
}
