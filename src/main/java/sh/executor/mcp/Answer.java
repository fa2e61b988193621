package sh.executor.mcp;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A whole HTTP answer. CORS headers are added on the way out.
 *
 * @param body JSON; empty for none
 */
record Answer(int status, Map<String, String> headers, byte[] body) {

  private static final byte[] NOTHING = {};

  Answer {
    headers = Map.copyOf(headers);
  }

  /** A JSON document. */
  static Answer json(int status, byte[] body) {
    return new Answer(status, Map.of("content-type", "application/json"), body);
  }

  /** An answer that is its status. */
  static Answer empty(int status) {
    return new Answer(status, Map.of(), NOTHING);
  }

  /** A JSON-RPC error to nobody in particular. */
  static Answer error(int status, int code, String message) {
    return error(status, new RpcError(code, message));
  }

  /** A JSON-RPC error to nobody in particular. */
  static Answer error(int status, RpcError error) {
    return json(status, Json.bytes(error.answeringNobody()));
  }

  /** This answer with one more header. */
  Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, body);
  }
}
