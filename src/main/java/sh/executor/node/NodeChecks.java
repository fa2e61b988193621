package sh.executor.node;

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

/** Whether the other nodes, when there are any, will find this one. */
@Singleton
final class NodeChecks implements ReadinessCheck {

  private static final String PROPERTY = "EXECUTOR_NODE_URL";

  private final NodeStore store;
  private final ThisNode node;
  private final Optional<URI> url;
  private final String host;

  @Inject
  NodeChecks(
      NodeStore store,
      ThisNode node,
      NodeConfig config,
      @ConfigProperty(name = "quarkus.http.host") String host) {
    this.store = store;
    this.node = node;
    this.url = config.url();
    this.host = host;
  }

  @Override
  public List<ReadinessFinding> findings() {
    List<ReadinessFinding> findings = new ArrayList<>();
    if (url.filter(given -> !isOrigin(given)).isPresent()) {
      findings.add(
          new ReadinessFinding(
              Severity.FATAL, PROPERTY, "It must be http or https, a host and at most a port."));
    }
    if (url.isEmpty() && !ListenHost.of(host).isLoopback() && store.others(node.id()) > 0) {
      findings.add(
          new ReadinessFinding(
              Severity.WARNING,
              PROPERTY,
              "There are other nodes, and they can't reach this one: set it to where they can."));
    }
    return findings;
  }

  private static boolean isOrigin(URI url) {
    boolean isWeb = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    return isWeb
        && url.getHost() != null
        && url.getRawUserInfo() == null
        && url.getRawQuery() == null
        && (url.getRawPath() == null || url.getRawPath().isEmpty() || url.getRawPath().equals("/"));
  }
}
