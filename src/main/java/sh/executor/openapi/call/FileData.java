package sh.executor.openapi.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.executor.openapi.binding.MediaTypes;
import sh.executor.openapi.document.Json;
import sh.executor.outbound.OutboundResult.Answered;

/** Files among responses, as {@code ToolFile} values. */
final class FileData {

  private static final Pattern FILE_NAME =
      Pattern.compile(
          "filename\\*?=(?:UTF-8''([^;]+)|\"([^\"]*)\"|([^;]+))", Pattern.CASE_INSENSITIVE);
  private static final int NAME_MAX = 255;

  private FileData() {}

  /** The whole body as a file. */
  static ObjectNode ofBody(Answered answered) {
    String type = MediaTypes.bare(answered.header("content-type").orElse(""));
    String known =
        type.isEmpty() || type.equals("application/octet-stream") ? sniffed(answered.body()) : type;
    return file(name(answered), known, answered.body());
  }

  /**
   * The file in the {@code data} of a JSON object, or empty when the body is not of that form.
   *
   * @param urlSafe which alphabet {@code data} is in
   */
  static Optional<ObjectNode> ofMember(byte[] body, boolean urlSafe) {
    try {
      JsonNode node = Json.mapper().readTree(body);
      if (!node.path("data").isTextual()) {
        return Optional.empty();
      }
      String text = node.get("data").textValue();
      byte[] bytes =
          urlSafe ? Base64.getUrlDecoder().decode(text) : Base64.getMimeDecoder().decode(text);
      String type = Json.string(node, "mimeType", Json.string(node, "contentType", ""));
      String name = Json.string(node, "filename", Json.string(node, "name", ""));
      return Optional.of(
          file(name.isEmpty() ? null : name, type.isEmpty() ? sniffed(bytes) : type, bytes));
    } catch (IOException | IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  private static ObjectNode file(@Nullable String name, String type, byte[] bytes) {
    ObjectNode file = Json.object().put("_tag", "ToolFile");
    if (name != null) {
      file.put("name", name);
    }
    return file.put("mimeType", type)
        .put("encoding", "base64")
        .put("data", Base64.getEncoder().encodeToString(bytes))
        .put("byteLength", bytes.length);
  }

  private static @Nullable String name(Answered answered) {
    Matcher matcher = FILE_NAME.matcher(answered.header("content-disposition").orElse(""));
    if (!matcher.find()) {
      return null;
    }
    String name =
        matcher.group(1) != null
            ? decoded(matcher.group(1))
            : matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
    String plain = name.replaceAll("[\\p{Cntrl}/\\\\]", "_").strip();
    return plain.isEmpty() ? null : plain.substring(0, Math.min(plain.length(), NAME_MAX));
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name.strip().replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return name;
    }
  }

  /** The type that the first bytes tell, of the few that are worth telling. */
  private static String sniffed(byte[] bytes) {
    String start = new String(bytes, 0, Math.min(bytes.length, 12), StandardCharsets.ISO_8859_1);
    if (start.startsWith("\u0089PNG\r\n")) {
      return "image/png";
    }
    if (start.startsWith("\u00ff\u00d8\u00ff")) {
      return "image/jpeg";
    }
    if (start.startsWith("GIF8")) {
      return "image/gif";
    }
    if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
      return "image/webp";
    }
    if (start.startsWith("%PDF-")) {
      return "application/pdf";
    }
    return start.startsWith("PK\u0003\u0004") ? "application/zip" : "application/octet-stream";
  }
}
