package sh.executor.openapi.call;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import sh.executor.catalog.model.ToolResult;
import sh.executor.catalog.model.ToolResult.Data;
import sh.executor.openapi.binding.MediaTypes;
import sh.executor.openapi.document.Json;
import sh.executor.outbound.OutboundResult.Answered;

/**
 * As much of a streamed response as came within the limits. Lines of JSON become an array, a line
 * that was cut is dropped; events stay text. Headers of our own say how much it is.
 */
final class StreamData {

  private static final byte LINE_FEED = '\n';
  private static final byte RECORD_SEPARATOR = 0x1E;

  private StreamData() {}

  /** The result of a stream of {@code type} that took {@code millis}. */
  static ToolResult.Ok of(
      Answered answered, String type, Map<String, String> headers, long millis, int bytesMax) {
    boolean tooLong = answered.body().length > bytesMax;
    byte[] body = tooLong ? Arrays.copyOf(answered.body(), bytesMax) : answered.body();
    boolean truncated = answered.truncated() || tooLong;
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("x-executor-stream", truncated ? "truncated" : "complete");
    all.put("x-executor-stream-bytes", Integer.toString(body.length));
    all.put("x-executor-stream-duration-ms", Long.toString(millis));
    Data data =
        MediaTypes.lines(type)
            ? new Data.Unparsed(array(body, truncated))
            : new Data.Text(new String(body, StandardCharsets.UTF_8));
    return new ToolResult.Ok(data, new ToolResult.Http(answered.status(), all));
  }

  private static byte[] array(byte[] body, boolean truncated) {
    ByteArrayOutputStream array = new ByteArrayOutputStream(body.length + 2);
    array.write('[');
    int start = 0;
    for (int i = 0; i <= body.length; i++) {
      boolean end = i == body.length;
      if (end ? !truncated : body[i] == LINE_FEED || body[i] == RECORD_SEPARATOR) {
        line(Arrays.copyOfRange(body, start, i), array);
        start = i + 1;
      }
    }
    array.write(']');
    return array.toByteArray();
  }

  private static void line(byte[] line, ByteArrayOutputStream array) {
    String text = new String(line, StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      return;
    }
    if (array.size() > 1) {
      array.write(',');
    }
    String value = isJson(text) ? text : Json.text(text);
    array.writeBytes(value.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isJson(String text) {
    try (JsonParser parser = Json.mapper().createParser(text)) {
      JsonToken first = parser.nextToken();
      parser.skipChildren();
      parser.finishToken();
      return first != null && parser.nextToken() == null;
    } catch (IOException notJson) {
      return false;
    }
  }
}
