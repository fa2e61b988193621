package sh.executor.daemon.bridge;

import java.net.URI;

/**
 * A server to talk to.
 *
 * @param mcp its endpoint, with the query that goes with every request
 * @param bearer what opens it; empty for none
 */
public record Target(URI mcp, String bearer) {

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /** Checks that it can be reached by HTTP, and that the bearer fits into a header. */
  public Target {
    if ((!"http".equals(mcp.getScheme()) && !"https".equals(mcp.getScheme()))
        || mcp.getHost() == null) {
      throw new IllegalArgumentException("not a URL of a web server: " + mcp);
    }
    if (bearer.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new IllegalArgumentException("a bearer of printable ASCII is needed");
    }
  }

  boolean secure() {
    return "https".equals(mcp.getScheme());
  }

  /** The name or address to connect to; that of an IPv6 address without brackets. */
  String host() {
    String host = mcp.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  int port() {
    if (mcp.getPort() != -1) {
      return mcp.getPort();
    }
    return secure() ? HTTPS_PORT : HTTP_PORT;
  }

  /** What a request asks for. */
  String path() {
    String path = mcp.getRawPath() == null || mcp.getRawPath().isEmpty() ? "/" : mcp.getRawPath();
    return mcp.getRawQuery() == null ? path : path + '?' + mcp.getRawQuery();
  }

  @Override
  public String toString() {
    return "Target[" + mcp + ']';
  }
}
