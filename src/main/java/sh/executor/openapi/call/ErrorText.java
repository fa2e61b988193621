package sh.executor.openapi.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import sh.executor.openapi.document.Json;

/**
 * What an API says went wrong: one sentence, found where APIs put it, and the body in bounds.
 *
 * @param message empty when the body says nothing
 * @param details the body as JSON when it is JSON and not too large, else its beginning as text
 */
record ErrorText(String message, JsonNode details) {

  private static final int MESSAGE_MAX = 1_024;
  private static final int DETAILS_TEXT_MAX = 1_024;
  private static final int DETAILS_JSON_MAX = 16 << 10;

  static ErrorText of(byte[] body) {
    String start =
        new String(body, 0, Math.min(body.length, DETAILS_TEXT_MAX * 4), StandardCharsets.UTF_8)
            .strip();
    if (start.isEmpty()) {
      return new ErrorText("", NullNode.getInstance());
    }
    if (body.length <= DETAILS_JSON_MAX) {
      try {
        JsonNode node = Json.mapper().readTree(body);
        if (node.isContainerNode()) {
          String found = message(node);
          return new ErrorText(cut(found.isEmpty() ? Json.text(node) : found, MESSAGE_MAX), node);
        }
      } catch (IOException notJson) {
        // Taken as text, like any other body.
      }
    }
    return new ErrorText(cut(start, MESSAGE_MAX), TextNode.valueOf(cut(start, DETAILS_TEXT_MAX)));
  }

  private static String message(JsonNode node) {
    JsonNode error = node.path("error");
    List<String> candidates = new ArrayList<>();
    candidates.add(error.isTextual() ? described(error, node) : text(error, "message"));
    candidates.add(text(node, "message"));
    candidates.add(text(node, "errorMessage"));
    JsonNode first = node.path("errors").path(0);
    candidates.add(first.isTextual() ? first.textValue() : "");
    for (String name : List.of("detail", "message", "title")) {
      candidates.add(text(first, name));
    }
    for (String name : List.of("detail", "title", "description")) {
      candidates.add(text(node, name));
    }
    return candidates.stream().filter(text -> !text.isBlank()).findFirst().orElse("");
  }

  private static String described(JsonNode error, JsonNode node) {
    String description = text(node, "error_description");
    return description.isEmpty() ? error.textValue() : error.textValue() + ": " + description;
  }

  private static String text(JsonNode node, String name) {
    return Json.string(node, name, "").strip();
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max) + "…";
  }
}
