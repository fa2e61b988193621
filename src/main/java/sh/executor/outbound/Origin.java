package sh.executor.outbound;

import java.net.URI;
import java.util.Locale;

/**
 * Whom a request goes to (RFC 6454 §4).
 *
 * @param host in lower case, without a trailing dot; an IPv6 address without brackets
 * @param port never the default's absence: 80 or 443 then
 */
record Origin(boolean tls, String host, int port) {

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /** The origin of a URL that {@link UrlRules} let pass. */
  static Origin of(URI uri) {
    boolean tls = "https".equalsIgnoreCase(uri.getScheme());
    return new Origin(tls, host(uri), uri.getPort() == -1 ? defaultPort(tls) : uri.getPort());
  }

  /** The host of {@code uri} as this record spells it. */
  static String host(URI uri) {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    if (host.startsWith("[")) {
      return host.substring(1, host.length() - 1);
    }
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  /** The value of the Host header (RFC 9110 §7.2). */
  String authority() {
    String name = host.indexOf(':') >= 0 ? '[' + host + ']' : host;
    return port == defaultPort(tls) ? name : name + ':' + port;
  }

  private static int defaultPort(boolean tls) {
    return tls ? HTTPS_PORT : HTTP_PORT;
  }
}
