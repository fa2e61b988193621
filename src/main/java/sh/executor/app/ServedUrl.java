package sh.executor.app;

import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import sh.executor.kernel.PublicUrl;

/** The address that was set, or else the one this process listens on. */
@Singleton
final class ServedUrl implements PublicUrl {

  private final Optional<URI> configured;
  private final String host;
  private final HttpServer http;

  /**
   * @param http asked when an address is needed: before it listens, it may not know its port
   */
  @Inject
  ServedUrl(
      @ConfigProperty(name = "executor.http.public-url") Optional<URI> configured,
      @ConfigProperty(name = "quarkus.http.host") String host,
      HttpServer http) {
    this.configured = configured;
    this.host = host;
    this.http = http;
  }

  @Override
  public URI at(String path) {
    URI origin = configured.orElseGet(() -> Origins.of(host, http.getPort()));
    return URI.create(origin.getScheme() + "://" + origin.getRawAuthority() + path);
  }
}
