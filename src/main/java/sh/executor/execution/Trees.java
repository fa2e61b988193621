package sh.executor.execution;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.RecyclerPool;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON that the house itself wrote, reading which can not fail, and JSON that scripts wrote, which
 * may be more than anybody would read.
 */
final class Trees {

  /** How deep a script's value may be nested: half of what is read, as it is stored in others. */
  static final int DEPTH_MAX = 500;

  /** How long a name in a script's value may be, in characters. */
  static final int NAME_CHARS_MAX = 50_000;

  /** What is wrong with a value that is not {@link #legible}; a sentence without its subject. */
  static final String ILLEGIBLE =
      "is nested more than "
          + DEPTH_MAX
          + " levels deep, or has a name of more than "
          + NAME_CHARS_MAX
          + " characters in it.";

  /** Of all threads together: a virtual one is new to each call, and would have to make its own. */
  private static final RecyclerPool<BufferRecycler> BUFFERS = JsonRecyclerPools.sharedBoundedPool();

  private static final ObjectMapper MAPPER =
      new ObjectMapper(JsonFactory.builder().recyclerPool(BUFFERS).build());

  private static final ObjectMapper SCRIPTS =
      new ObjectMapper(
          JsonFactory.builder()
              .recyclerPool(BUFFERS)
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(DEPTH_MAX)
                      .maxNameLength(NAME_CHARS_MAX)
                      .build())
              .build());

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

  /** A value that a script wrote; empty when it is {@linkplain #ILLEGIBLE too much}. */
  static Optional<JsonNode> legible(byte[] json) {
    try {
      return Optional.of(read(SCRIPTS, json));
    } catch (StreamConstraintsException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("read a script's JSON", e);
    }
  }

  static JsonNode read(byte[] json) {
    try {
      return read(MAPPER, json);
    } catch (IOException e) {
      throw new UncheckedIOException("read JSON of our own", e);
    }
  }

  /**
   * The parser of bytes refuses names with half a character in them; that of characters does not.
   */
  private static JsonNode read(ObjectMapper mapper, byte[] json) throws IOException {
    try {
      return mapper.readTree(json);
    } catch (StreamConstraintsException e) {
      throw e;
    } catch (JsonProcessingException e) {
      return mapper.readTree(new String(json, StandardCharsets.UTF_8));
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
