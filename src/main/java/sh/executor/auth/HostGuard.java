package sh.executor.auth;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages of foreign sites away from a service on the reader's own machine or network (DNS
 * rebinding). The name a request was sent to, and the site it comes from when a page sent it, must
 * be names this service goes by. The loopback names always are: no other site can bear them.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning">MCP
 *     2025-11-25, Transports, Security Warning</a>
 */
@Singleton
public final class HostGuard {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String ANY = "*";

  private final Set<String> allowed;

  @Inject
  HostGuard(HostConfig config) {
    this(names(config));
  }

  HostGuard(Set<String> allowed) {
    this.allowed =
        allowed.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> names(HostConfig config) {
    Set<String> names = new HashSet<>(config.allowedHosts().orElse(Set.of()));
    config.publicUrl().map(URI::getHost).ifPresent(names::add);
    return names;
  }

  /**
   * Why a request may not pass, in a sentence that is safe to show, or empty when it may.
   *
   * @param host the Host header, or {@code :authority}; null when there was none
   * @param origin the Origin header; null when no page sent the request
   */
  public Optional<String> refusal(@Nullable String host, @Nullable String origin) {
    if (allowed.contains(ANY)) {
      return Optional.empty();
    }
    if (host == null || !knows("http://" + host)) {
      return Optional.of("This service does not go by the name in the Host header.");
    }
    if (origin != null && !knows(origin)) {
      return Optional.of("Requests from pages of this Origin are not accepted.");
    }
    return Optional.empty();
  }

  private boolean knows(String origin) {
    return hostOf(origin)
        .filter(name -> LOOPBACK.contains(name) || allowed.contains(name))
        .isPresent();
  }

  /** The host of a web origin (RFC 6454 §4); empty for {@code null} and all that is none. */
  private static Optional<String> hostOf(String origin) {
    URI uri;
    try {
      uri = new URI(origin);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
    boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    boolean isBare =
        !uri.isOpaque()
            && uri.getRawUserInfo() == null
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null
            && uri.getRawPath().isEmpty();
    return isWeb && isBare
        ? Optional.ofNullable(uri.getHost()).map(name -> name.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }
}
