package sh.executor.app;

import java.net.URI;
import java.util.Objects;
import sh.executor.kernel.ListenHost;

/** URLs of addresses to listen on. */
final class Origins {

  private Origins() {}

  /** Where a client on this machine finds a server that listens on {@code host}. */
  static URI of(String host, int port) {
    ListenHost listens = ListenHost.of(host);
    return URI.create(
        "http://" + (listens.isEverywhere() ? "localhost" : listens.inUrl()) + ':' + port);
  }

  /** Whether a URL is scheme, host and port of a web server, and nothing else. */
  static boolean isOrigin(URI url) {
    boolean isWeb = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    String path = Objects.requireNonNullElse(url.getRawPath(), "");
    return isWeb
        && url.getHost() != null
        && url.getRawUserInfo() == null
        && url.getRawQuery() == null
        && url.getRawFragment() == null
        && (path.isEmpty() || path.equals("/"));
  }
}
