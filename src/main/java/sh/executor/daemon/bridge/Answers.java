package sh.executor.daemon.bridge;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the bridge itself answers: errors, with the ids of the requests as they were written. */
final class Answers {

  /** The transport failed: the client's SDK uses the same for a connection that was closed. */
  static final int CONNECTION = -32_000;

  /** The message was none that is taken. */
  static final int INVALID = -32_600;

  /** The message was not JSON. */
  static final int PARSE = -32_700;

  private Answers() {}

  /** An error without data. */
  static String error(int code, String message) {
    return "{\"code\":" + code + ",\"message\":" + quoted(message) + '}';
  }

  /** The answer to one request; {@code id} and {@code error} as JSON. */
  static byte[] failure(String id, String error) {
    return ("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":" + error + '}')
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The answer to a message: one failure, or those of a batch in an array. */
  static byte[] failure(Message message, String error) {
    List<String> all =
        message.ids().stream()
            .map(id -> new String(failure(id, error), StandardCharsets.UTF_8))
            .toList();
    return message.kind() == Message.Kind.BATCH
        ? ('[' + String.join(",", all) + ']').getBytes(StandardCharsets.UTF_8)
        : all.getFirst().getBytes(StandardCharsets.UTF_8);
  }

  /** A text as JSON. */
  static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
