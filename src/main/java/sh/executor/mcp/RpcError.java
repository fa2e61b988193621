package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The error of a JSON-RPC answer.
 *
 * @param message safe to show
 */
record RpcError(int code, String message) {

  /** The JSON could not be read. */
  static final int PARSE_ERROR = -32700;

  /** The message is not one that may be sent here. */
  static final int INVALID_REQUEST = -32600;

  /** There is no such method. */
  static final int METHOD_NOT_FOUND = -32601;

  /** The method can do nothing with these parameters. */
  static final int INVALID_PARAMS = -32602;

  /** Our fault. */
  static final int INTERNAL = -32603;

  /** The HTTP request around the message is wrong. */
  static final int BAD_REQUEST = -32000;

  /** Credentials and sessions; the HTTP status says which. */
  static final int UNAUTHORIZED = -32001;

  /** The session is somebody else's. */
  static final int NOT_YOURS = -32003;

  /** The answer to the request named {@code id}. */
  ObjectNode answering(JsonNode id) {
    ObjectNode answer = Json.object();
    answer.put("jsonrpc", "2.0");
    answer.putObject("error").put("code", code).put("message", message);
    answer.set("id", id);
    return answer;
  }

  /** The answer when no request could be told. */
  ObjectNode answeringNobody() {
    return answering(NullNode.getInstance());
  }
}
