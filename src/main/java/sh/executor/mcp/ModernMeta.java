package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The members of {@code _meta} that the protocol has a meaning for.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2026-07-28/basic/index#meta">MCP
 *     2026-07-28, _meta</a>
 */
final class ModernMeta {

  static final String VERSION = "io.modelcontextprotocol/protocolVersion";
  static final String CLIENT = "io.modelcontextprotocol/clientInfo";
  static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
  static final String LOG_LEVEL = "io.modelcontextprotocol/logLevel";
  static final String SERVER = "io.modelcontextprotocol/serverInfo";

  static final String SUBSCRIPTION = "io.modelcontextprotocol/subscriptionId";

  private ModernMeta() {}

  /** The revision that {@code params} name; missing when they name none. */
  static JsonNode version(ObjectNode params) {
    return params.path("_meta").path(VERSION);
  }
}
