package sh.executor.openapi.call;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sh.executor.openapi.document.Json;

/** Arguments as the text that parameters and fields are written with. */
final class Values {

  private Values() {}

  /** A scalar as it is, anything else as JSON. */
  static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : Json.text(value);
  }

  /** The elements of an array that are not null, as text. */
  static List<String> elements(JsonNode array) {
    List<String> elements = new ArrayList<>();
    for (JsonNode element : array) {
      if (!element.isNull()) {
        elements.add(text(element));
      }
    }
    return elements;
  }

  /** The members of an object that are not null, as text. */
  static List<Map.Entry<String, String>> members(JsonNode object) {
    List<Map.Entry<String, String>> members = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (!member.getValue().isNull()) {
        members.add(Map.entry(member.getKey(), text(member.getValue())));
      }
    }
    return members;
  }
}
