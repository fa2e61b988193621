package sh.executor.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON text that we stored ourselves, and back. */
final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static JsonNode read(String stored) {
    try {
      return MAPPER.readTree(stored);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Read stored JSON", e);
    }
  }

  static ObjectNode object(String stored) {
    return (ObjectNode) read(stored);
  }

  static String write(JsonNode node) {
    return node.toString();
  }
}
