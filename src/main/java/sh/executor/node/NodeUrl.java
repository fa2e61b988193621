package sh.executor.node;

import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import sh.executor.kernel.ListenHost;

/** Where other nodes reach this one. */
@Singleton
final class NodeUrl {

  private final ThisNode node;
  private final Optional<URI> configured;
  private final ListenHost host;
  private final HttpServer http;

  /**
   * @param http asked when the address is needed: before it listens, it may not know its port
   */
  @Inject
  NodeUrl(
      ThisNode node,
      NodeConfig config,
      @ConfigProperty(name = "quarkus.http.host") String host,
      HttpServer http) {
    this.node = node;
    this.configured = config.url();
    this.host = ListenHost.of(host);
    this.http = http;
  }

  /**
   * None for a node that stops; else the configured one, or that of a loopback address; empty when
   * there is none to tell.
   */
  Optional<String> advertised() {
    if (node.isLeaving()) {
      return Optional.empty();
    }
    if (configured.isPresent()) {
      return configured.map(URI::toString);
    }
    int port = http.getPort();
    return port > 0 && host.isLoopback()
        ? Optional.of("http://" + host.inUrl() + ':' + port)
        : Optional.empty();
  }
}
