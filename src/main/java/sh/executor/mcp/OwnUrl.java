package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Under which URL a client knows us. */
@Singleton
final class OwnUrl {

  private final Optional<URI> publicUrl;

  /**
   * @param publicUrl where clients are told to reach us; without it, where this one did
   */
  @Inject
  OwnUrl(@ConfigProperty(name = "executor.http.public-url") Optional<URI> publicUrl) {
    this.publicUrl = publicUrl;
  }

  /** The URL of {@code path} for whoever sent {@code exchange}. */
  String of(Exchange exchange, String path) {
    return publicUrl
            .map(URI::toString)
            .map(url -> url.replaceFirst("/$", ""))
            .orElseGet(exchange::origin)
        + path;
  }
}
