package sh.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.ToolError;
import sh.executor.catalog.model.ToolResult;
import sh.executor.execution.model.Interaction;
import sh.executor.sandbox.Delivery;
import sh.executor.sandbox.ToolCall;

/**
 * Results of calls as a script sees them: {@code {ok:true,data,http?}} or {@code {ok:false,error}}.
 * A body that nobody has parsed goes into the sandbox as it came.
 */
final class ToolReplies {

  private static final byte[] NULL = {'n', 'u', 'l', 'l'};
  private static final byte[] FAILED = "{\"ok\":false".getBytes(StandardCharsets.US_ASCII);

  private ToolReplies() {}

  /** The answer to a call a person said no to, or to nothing in time. */
  static Delivery declined(ToolCall call, Interaction.State how) {
    String why =
        switch (how) {
          case CANCELLED -> "was cancelled by the user";
          case EXPIRED -> "was declined: nobody answered in time";
          default -> "was declined by the user";
        };
    return new Delivery.Thrown(call.id(), "The call to " + call.path() + ' ' + why + '.');
  }

  /**
   * The answer to a call of which a person says that it was made.
   *
   * @param result what it came to: JSON, or else text
   */
  static Delivery done(ToolCall call, String result) {
    byte[] body = result.isBlank() ? NULL : result.getBytes(StandardCharsets.UTF_8);
    return new Delivery.ReturnedBody(call.id(), Trees.bytes(head(null)), body);
  }

  /** The answer to a call of which nobody knows whether it was made. */
  static Delivery inDoubt(ToolCall call) {
    return returned(
        call.id(),
        failed(
            ToolError.of(
                "in_doubt",
                "The service stopped while this call was under way; it may have been made or not."
                    + " Look at the other side before you call again.")));
  }

  /** The code or the message of what a call failed by; null when it did not. */
  static @Nullable String error(Delivery answer) {
    return switch (answer) {
      case Delivery.Thrown(_, String message) -> message;
      case Delivery.Returned(_, byte[] json) when startsWith(json, FAILED) ->
          Trees.read(json).at("/error/code").asText();
      case Delivery.Returned _, Delivery.ReturnedBody _ -> null;
    };
  }

  private static boolean startsWith(byte[] json, byte[] start) {
    return json.length >= start.length
        && Arrays.equals(json, 0, start.length, start, 0, start.length);
  }

  /** The answer to call {@code callId}. */
  static Delivery delivery(int callId, ToolResult result) {
    return switch (result) {
      case ToolResult.Failed(ToolError error) -> returned(callId, failed(error));
      case ToolResult.Ok ok -> worked(callId, ok.data(), head(ok.http()));
    };
  }

  /** A value as the answer to call {@code callId}. */
  static Delivery returned(int callId, JsonNode value) {
    return new Delivery.Returned(callId, Trees.bytes(value));
  }

  private static Delivery worked(int callId, ToolResult.Data data, ObjectNode head) {
    return switch (data) {
      case ToolResult.Data.Unparsed(byte[] utf8) ->
          new Delivery.ReturnedBody(callId, Trees.bytes(head), utf8);
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
}
