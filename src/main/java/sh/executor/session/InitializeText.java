package sh.executor.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A client's {@code initialize} request as it is stored. */
final class InitializeText {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Escapes, because clients may send half characters, which no database takes as text. */
  private static final ObjectWriter WRITER =
      MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private InitializeText() {}

  /** The text of a request. */
  static String of(ObjectNode request) {
    try {
      return WRITER.writeValueAsString(request);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("write an initialize request", e);
    }
  }

  /** The request; empty when the text, which another build may have written, is none. */
  static Optional<ObjectNode> read(String text) {
    try {
      return MAPPER.readTree(text) instanceof ObjectNode request
          ? Optional.of(request)
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
