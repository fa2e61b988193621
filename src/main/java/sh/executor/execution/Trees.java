package sh.executor.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** JSON that the house itself wrote: reading it can not fail. */
final class Trees {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Escapes, because half a character, which JSON may hold, has no UTF-8. */
  private static final ObjectWriter WRITER =
      MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private Trees() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The object itself, or one without members. */
  static ObjectNode orEmpty(@Nullable ObjectNode object) {
    return object == null ? object() : object;
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  static JsonNode read(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      return readAsChars(json);
    } catch (IOException e) {
      throw new UncheckedIOException("read JSON of our own", e);
    }
  }

  /**
   * The parser of bytes refuses names with half a character in them; that of characters does not.
   */
  private static JsonNode readAsChars(byte[] json) {
    try {
      return MAPPER.readTree(new String(json, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("read JSON of our own", e);
    }
  }

  static byte[] bytes(JsonNode tree) {
    try {
      return WRITER.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("write JSON", e);
    }
  }
}
