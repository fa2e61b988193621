package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import sh.executor.execution.Cancellation;

/** The outcome of one method. */
sealed interface Reply {

  /** The answer to the request of that id. */
  ObjectNode answering(JsonNode id);

  /** {@code result}, {@code tool_error}, {@code error} and the code, or {@code cancelled}. */
  default String word(Cancellation cancellation) {
    if (cancellation.isCancelled()) {
      return "cancelled";
    }
    return switch (this) {
      case Result(ObjectNode value) -> value.path("isError").asBoolean() ? "tool_error" : "result";
      case Refusal(RpcError error) -> error.word();
    };
  }

  /** It has a result. */
  record Result(ObjectNode value) implements Reply {

    @Override
    public ObjectNode answering(JsonNode id) {
      ObjectNode answer = Json.object();
      answer.put("jsonrpc", "2.0");
      answer.set("id", id);
      answer.set("result", value);
      return answer;
    }
  }

  /** It has none. */
  record Refusal(RpcError error) implements Reply {

    @Override
    public ObjectNode answering(JsonNode id) {
      return error.answering(id);
    }
  }

  /** A {@link Refusal} in short. */
  static Reply refuse(int code, String message) {
    return new Refusal(new RpcError(code, message));
  }
}
