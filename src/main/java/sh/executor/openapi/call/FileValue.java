package sh.executor.openapi.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import sh.executor.openapi.document.Json;

/**
 * Bytes that a caller gives: a {@code ToolFile}, or text.
 *
 * @param name null when unknown
 * @param type null when unknown
 */
record FileValue(byte[] bytes, @Nullable String name, @Nullable String type) {

  /** Whether {@code value} is a file as scripts hold them. */
  static boolean isFile(JsonNode value) {
    return value.path("_tag").asText().equals("ToolFile") && value.path("data").isTextual();
  }

  /**
   * The bytes of {@code value}.
   *
   * @param what it is, for the message when it has none
   */
  static FileValue of(JsonNode value, String what) {
    if (isFile(value)) {
      return new FileValue(
          decode(value.get("data").textValue(), what + ".data"),
          text(value, "name"),
          text(value, "mimeType"));
    }
    if (value.isContainerNode()) {
      throw new BadArguments(
          "`"
              + what
              + "` must be text or a file {_tag:\"ToolFile\", mimeType, encoding:\"base64\","
              + " data}.");
    }
    return new FileValue(value.asText().getBytes(StandardCharsets.UTF_8), null, null);
  }

  /** The bytes that base 64 text stands for, of either alphabet, padded or not. */
  static byte[] decode(String text, String what) {
    String plain = text.strip().replace('-', '+').replace('_', '/');
    try {
      return Base64.getMimeDecoder().decode(plain);
    } catch (IllegalArgumentException e) {
      throw new BadArguments("`" + what + "` is not base 64.");
    }
  }

  private static @Nullable String text(JsonNode value, String name) {
    String text = Json.string(value, name, "").replaceAll("\\p{Cntrl}", "");
    return text.isEmpty() ? null : text;
  }
}
