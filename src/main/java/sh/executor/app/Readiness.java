package sh.executor.app;

import io.quarkus.arc.All;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import sh.executor.kernel.ListenHost;
import sh.executor.kernel.ReadinessCheck;
import sh.executor.kernel.ReadinessFinding;
import sh.executor.kernel.ReadinessFinding.Severity;

/** Asks every room, once, what in its settings is not fit for production. */
@Singleton
final class Readiness {

  private static final Logger LOG = Logger.getLogger(Readiness.class);

  private final List<ReadinessCheck> checks;
  private final ServerConfig config;
  private final String host;

  @Inject
  Readiness(
      @All List<ReadinessCheck> checks,
      ServerConfig config,
      @ConfigProperty(name = "quarkus.http.host") String host) {
    this.checks = checks;
    this.config = config;
    this.host = host;
  }

  void start(@Observes Startup event) {
    report(checks.stream().flatMap(check -> check.findings().stream()).toList());
  }

  /**
   * Logs the findings, and refuses to go on when one of them is too severe, at all or for this
   * address.
   */
  void report(List<ReadinessFinding> findings) {
    for (ReadinessFinding finding : findings) {
      LOG.warnf("%s: %s", finding.property(), finding.message());
    }
    if (has(findings, Severity.FATAL)) {
      throw UnfitForProductionException.unusable(findings);
    }
    if (has(findings, Severity.SEVERE)
        && !config.acceptRisk()
        && !ListenHost.of(host).isLoopback()) {
      throw UnfitForProductionException.exposed(findings);
    }
  }

  private static boolean has(List<ReadinessFinding> findings, Severity severity) {
    return findings.stream().anyMatch(finding -> finding.severity() == severity);
  }
}
