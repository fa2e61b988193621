package sh.executor.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

/**
 * What a person has filled in, as the content of an answer. What is no number stays a text, for the
 * check of the answer to say so; a field that is left empty is left out.
 */
final class FilledIn {

  private static final int NUMBER_CHARS_MAX = 100;

  private FilledIn() {}

  /** The content, by the schema the fields were made of. */
  static ObjectNode content(ObjectNode schema, Visit visit) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    int place = 0;
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String field = Fields.name(place++);
      String type = property.getValue().path("type").asText();
      String value = visit.field(field);
      switch (type) {
        case "boolean" -> content.put(property.getKey(), value.equals("true"));
        case "array" -> {
          ArrayNode chosen = content.putArray(property.getKey());
          visit.fields(field).forEach(chosen::add);
        }
        case "number", "integer" -> {
          if (!value.isBlank()) {
            content.set(property.getKey(), number(type, value.strip()));
          }
        }
        default -> {
          if (!value.isEmpty()) {
            content.put(property.getKey(), value);
          }
        }
      }
    }
    return content;
  }

  private static JsonNode number(String type, String text) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (text.length() > NUMBER_CHARS_MAX) {
      return nodes.textNode(text);
    }
    try {
      return type.equals("integer")
          ? nodes.numberNode(new BigInteger(text))
          : nodes.numberNode(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return nodes.textNode(text);
    }
  }
}
