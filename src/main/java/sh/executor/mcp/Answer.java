package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole HTTP answer. CORS headers are added on the way out.
 *
 * @param body JSON; empty for none
 * @param error what the body says to nobody in particular; null when it says something else
 */
record Answer(int status, Map<String, String> headers, byte[] body, @Nullable RpcError error) {

  private static final Map<String, String> JSON = Map.of("content-type", "application/json");
  private static final byte[] NOTHING = {};

  Answer {
    headers = Map.copyOf(headers);
  }

  Answer(int status, Map<String, String> headers, byte[] body) {
    this(status, headers, body, null);
  }

  /** A JSON document. */
  static Answer json(int status, byte[] body) {
    return new Answer(status, JSON, body);
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
    return new Answer(status, JSON, Json.bytes(error.answeringNobody()), error);
  }

  /**
   * This answer as a client of {@code era} reads it: in 2026-07-28 an error to nobody in particular
   * has no member {@code id}, and no code that only earlier implementations use.
   */
  Answer in(Era era) {
    return error == null || era == Era.LEGACY
        ? this
        : new Answer(status, headers, Json.bytes(error.modern(status).answeringNone()), error);
  }

  /**
   * This answer as a client of 2026-07-28 reads it: an error to nobody in particular answers the
   * request {@code id}.
   */
  Answer to(JsonNode id) {
    return error == null
        ? this
        : new Answer(status, headers, Json.bytes(error.modern(status).answering(id)), error);
  }

  /** This answer with one more header. */
  Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, body, error);
  }
}
