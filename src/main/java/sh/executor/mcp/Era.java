package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The two ways the protocol has of saying who speaks which revision. Every request says it anew;
 * nothing is inferred from an earlier one.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2026-07-28/basic/versioning">MCP
 *     2026-07-28, Versioning and Compatibility</a>
 */
enum Era {
  /** A session, begun by {@code initialize}, knows it: {@link ProtocolVersion}. */
  LEGACY,
  /** Each request carries it in {@code _meta}, and again in a header. */
  MODERN;

  /** The one revision of {@link #MODERN} there is. */
  static final String MODERN_VERSION = "2026-07-28";

  /** The header in which both eras name a revision. */
  static final String VERSION_HEADER = "mcp-protocol-version";

  /** The era of a request without a message. */
  static Era of(Exchange exchange) {
    return MODERN_VERSION.equals(exchange.header(VERSION_HEADER)) ? MODERN : LEGACY;
  }

  /**
   * The era of a POST: modern when the header or the message says so. Whether they agree is looked
   * at later.
   */
  static Era of(Exchange exchange, Inbound inbound) {
    return namesModern(inbound) ? MODERN : of(exchange);
  }

  /** A revision that begins with {@code initialize} makes no message modern. */
  private static boolean namesModern(Inbound inbound) {
    if (!(inbound instanceof Inbound.Single(Message message))) {
      return false;
    }
    JsonNode version =
        switch (message) {
          case Message.Request request -> ModernMeta.version(request.params());
          case Message.Notification notification -> ModernMeta.version(notification.params());
          case Message.Response response -> ModernMeta.version(response.whole());
        };
    return version.isTextual() && ProtocolVersion.parse(version.textValue()).isEmpty();
  }
}
