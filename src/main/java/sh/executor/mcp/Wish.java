package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Something that only the client can do: a request to it, of those that both eras have.
 *
 * @param method as on the wire
 */
record Wish(String method, ObjectNode params) {

  /** To ask its user: {@code elicitation/create}. */
  static Wish elicitation(String message, ObjectNode requestedSchema) {
    ObjectNode params = Json.object().put("message", message);
    params.set("requestedSchema", requestedSchema);
    return new Wish("elicitation/create", params);
  }

  /**
   * To ask its model: {@code sampling/createMessage}.
   *
   * @param params the whole of them
   */
  static Wish sampling(ObjectNode params) {
    return new Wish("sampling/createMessage", params);
  }

  /** To say which folders it works in: {@code roots/list}. */
  static Wish roots() {
    return new Wish("roots/list", Json.object());
  }

  /** What a client has to have declared before it may be asked. */
  String capability() {
    return method.substring(0, method.indexOf('/'));
  }
}
