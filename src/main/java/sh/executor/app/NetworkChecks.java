package sh.executor.app;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import sh.executor.kernel.ReadinessCheck;
import sh.executor.kernel.ReadinessFinding;
import sh.executor.kernel.ReadinessFinding.Severity;

/** What is right for one user on one machine, and wrong for a server others can reach. */
@Singleton
final class NetworkChecks implements ReadinessCheck {

  private final String host;
  private final boolean localNetworkAllowed;
  private final String databaseUrl;

  @Inject
  NetworkChecks(
      @ConfigProperty(name = "quarkus.http.host") String host,
      @ConfigProperty(name = "executor.outbound.allow-local-network") boolean localNetworkAllowed,
      @ConfigProperty(name = "quarkus.datasource.jdbc.url") String databaseUrl) {
    this.host = host;
    this.localNetworkAllowed = localNetworkAllowed;
    this.databaseUrl = databaseUrl;
  }

  @Override
  public List<ReadinessFinding> findings() {
    if (Origins.isLoopback(host)) {
      return List.of();
    }
    List<ReadinessFinding> findings = new ArrayList<>();
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
    return findings;
  }
}
