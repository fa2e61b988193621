package sh.executor.mcp;

import io.vertx.core.http.HttpServerResponse;

/**
 * What browsers are told. Any origin that {@link sh.executor.auth.HostGuard} lets in may read
 * answers: access hangs on the bearer, never on a cookie.
 */
final class Cors {

  private static final String METHODS = "GET, POST, DELETE, OPTIONS";

  /** The star stands for {@code Mcp-Param-*}; it does not stand for authorization. */
  private static final String REQUEST_HEADERS =
      "content-type, authorization, mcp-session-id, accept, mcp-protocol-version, last-event-id,"
          + " mcp-method, mcp-name, *";

  private Cors() {}

  /** For every answer. */
  static void onAnswer(HttpServerResponse response) {
    response.putHeader("access-control-allow-origin", "*");
    response.putHeader("access-control-expose-headers", "mcp-session-id, WWW-Authenticate");
  }

  /** The answer to a preflight. */
  static Answer preflight() {
    return Answer.empty(204)
        .with("access-control-allow-methods", METHODS)
        .with("access-control-allow-headers", REQUEST_HEADERS)
        .with("access-control-max-age", "86400");
  }
}
