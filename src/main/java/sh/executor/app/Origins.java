package sh.executor.app;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Objects;

/** URLs of addresses to listen on. */
final class Origins {

  private Origins() {}

  /** Where a client on this machine finds a server that listens on {@code host}. */
  static URI of(String host, int port) {
    String name = listensEverywhere(host) ? "localhost" : host;
    return URI.create("http://" + (name.contains(":") ? '[' + name + ']' : name) + ':' + port);
  }

  private static boolean listensEverywhere(String host) {
    try {
      return InetAddress.getByName(host).isAnyLocalAddress();
    } catch (UnknownHostException e) {
      return false;
    }
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

  /** Whether only this machine reaches a server that listens on {@code host}. */
  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
