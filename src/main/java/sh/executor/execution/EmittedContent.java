package sh.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * What a script emitted, as MCP content blocks: a {@code ToolFile} as an image, sound, text or
 * embedded resource under a line that names it; a content block as it is; anything else as text.
 */
final class EmittedContent {

  /** How many items are shown. */
  static final int ITEMS_MAX = 200;

  /** How much of a text file is shown. */
  static final int FILE_CHARS_MAX = 64_000;

  private static final Set<String> TEXT_TYPES =
      Set.of(
          "application/json",
          "application/xml",
          "application/yaml",
          "application/javascript",
          "application/x-ndjson",
          "image/svg+xml");

  private EmittedContent() {}

  /** Appends the blocks of {@code items} to {@code content}. */
  static void render(List<JsonNode> items, ArrayNode content, Cuts cuts) {
    for (JsonNode item : items.subList(0, Math.min(items.size(), ITEMS_MAX))) {
      if ("ToolFile".equals(item.path("_tag").textValue())) {
        file(item, content, cuts);
      } else if (isBlock(item)) {
        content.add(item);
      } else {
        content.add(text(item.isTextual() ? item.textValue() : item.toPrettyString(), cuts));
      }
    }
    if (items.size() > ITEMS_MAX) {
      cuts.note();
      content.add(text("[" + (items.size() - ITEMS_MAX) + " more items are not shown]", cuts));
    }
  }

  /** A text block, cut at the limit of a text file. */
  static ObjectNode text(String text, Cuts cuts) {
    ObjectNode block = JsonNodeFactory.instance.objectNode();
    return block.put("type", "text").put("text", cuts.text(text, FILE_CHARS_MAX));
  }

  private static boolean isBlock(JsonNode item) {
    JsonNode type = item.path("type");
    if (!type.isTextual()) {
      return false;
    }
    return switch (type.textValue()) {
      case "text" -> item.path("text").isTextual();
      case "image", "audio" -> item.path("data").isTextual() && item.path("mimeType").isTextual();
      case "resource" -> item.path("resource").path("uri").isTextual();
      case "resource_link" -> item.path("uri").isTextual() && item.path("name").isTextual();
      default -> false;
    };
  }

  private static void file(JsonNode file, ArrayNode content, Cuts cuts) {
    JsonNode data = file.path("data");
    JsonNode mimeType = file.path("mimeType");
    if (!data.isTextual() || !mimeType.isTextual()) {
      content.add(text("[a file that has no data or no mimeType]", cuts));
      return;
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(data.textValue());
    } catch (IllegalArgumentException e) {
      content.add(text("[a file whose data is not base64]", cuts));
      return;
    }
    String name = file.path("name").asText("file");
    String mime = mimeType.textValue();
    content.add(text(name + " (" + mime + ", " + bytes.length + " bytes)", cuts));
    content.add(fileBlock(file, bytes, cuts));
  }

  private static ObjectNode fileBlock(JsonNode file, byte[] bytes, Cuts cuts) {
    String name = file.path("name").asText("file");
    String mime = file.path("mimeType").textValue();
    String base64 = file.path("data").textValue();
    if (isText(mime)) {
      return text(new String(bytes, StandardCharsets.UTF_8), cuts);
    }
    ObjectNode block = JsonNodeFactory.instance.objectNode();
    if (mime.startsWith("image/") || mime.startsWith("audio/")) {
      String type = mime.substring(0, mime.indexOf('/'));
      return block.put("type", type).put("data", base64).put("mimeType", mime);
    }
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    block
        .put("type", "resource")
        .putObject("resource")
        .put("uri", "executor-file:///" + encoded)
        .put("mimeType", mime)
        .put("blob", base64);
    return block;
  }

  private static boolean isText(String mime) {
    int parameters = mime.indexOf(';');
    String type = (parameters < 0 ? mime : mime.substring(0, parameters)).strip();
    return type.startsWith("text/")
        || TEXT_TYPES.contains(type)
        || type.endsWith("+json")
        || type.endsWith("+xml");
  }
}
