package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One JSON-RPC message. What we do not know of it stays in the trees.
 *
 * @see <a href="https://www.jsonrpc.org/specification">JSON-RPC 2.0 §4, §5</a>
 */
sealed interface Message {

  /**
   * Wants an answer.
   *
   * @param id a string or an integer
   * @param params empty when there were none
   */
  record Request(JsonNode id, String method, ObjectNode params) implements Message {}

  /** Wants none. */
  record Notification(String method, ObjectNode params) implements Message {}

  /** Answers a request of ours. */
  record Response(JsonNode id, ObjectNode whole) implements Message {}
}
