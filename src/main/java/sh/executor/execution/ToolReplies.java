package sh.executor.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.ToolError;
import sh.executor.catalog.model.ToolResult;
import sh.executor.sandbox.Delivery;

/**
 * Results of calls as a script sees them: {@code {ok:true,data,http?}} or {@code {ok:false,error}}.
 * A body that nobody has parsed goes into the sandbox as it came.
 */
final class ToolReplies {

  /** Escapes, because half a character, which JSON may hold, has no UTF-8. */
  private static final ObjectWriter JSON =
      new ObjectMapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private ToolReplies() {}

  /** The answer to call {@code callId}. */
  static Delivery delivery(int callId, ToolResult result) {
    return switch (result) {
      case ToolResult.Failed(ToolError error) -> returned(callId, failed(error));
      case ToolResult.Ok ok -> worked(callId, ok.data(), head(ok.http()));
    };
  }

  /** A value as the answer to call {@code callId}. */
  static Delivery returned(int callId, JsonNode value) {
    return new Delivery.Returned(callId, bytes(value));
  }

  private static Delivery worked(int callId, ToolResult.Data data, ObjectNode head) {
    return switch (data) {
      case ToolResult.Data.Unparsed(byte[] utf8) ->
          new Delivery.ReturnedBody(callId, bytes(head), utf8);
      case ToolResult.Data.Json(JsonNode value) -> returned(callId, head.set("data", value));
      case ToolResult.Data.Text(String value) -> returned(callId, head.put("data", value));
    };
  }

  private static ObjectNode head(ToolResult.@Nullable Http http) {
    ObjectNode head = JsonNodeFactory.instance.objectNode().put("ok", true);
    if (http != null) {
      ObjectNode shown = head.putObject("http").put("status", http.status());
      http.headers().forEach(shown.putObject("headers")::put);
    }
    return head;
  }

  private static ObjectNode failed(ToolError error) {
    ObjectNode envelope = JsonNodeFactory.instance.objectNode().put("ok", false);
    ObjectNode shown =
        envelope.putObject("error").put("code", error.code()).put("message", error.message());
    if (error.status() != null) {
      shown.put("status", error.status());
    }
    if (error.details() != null) {
      shown.set("details", error.details());
    }
    if (error.retryable() != null) {
      shown.put("retryable", error.retryable());
    }
    return envelope;
  }

  private static byte[] bytes(JsonNode value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("write the answer to a call", e);
    }
  }
}
