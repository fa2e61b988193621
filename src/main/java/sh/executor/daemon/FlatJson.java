package sh.executor.daemon;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The scalars of a small JSON object by their paths, such as {@code connection.origin}. Arrays and
 * what is in them are left out. Reading this way needs none of the machinery that binds objects,
 * which a command that is to be quick can not afford to start.
 */
final class FlatJson {

  private static final JsonFactory JSON = new JsonFactory();
  private static final long BYTES_MAX = 64 << 10;

  private FlatJson() {}

  /**
   * The scalars of the object in {@code file}.
   *
   * @throws IOException also when the file holds no JSON object, or is larger than 64 KiB
   */
  static Map<String, String> read(Path file) throws IOException {
    if (Files.size(file) > BYTES_MAX) {
      throw new IOException("More than " + BYTES_MAX + " bytes in " + file);
    }
    Map<String, String> scalars = new HashMap<>();
    try (JsonParser parser = JSON.createParser(Files.readAllBytes(file))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("No JSON object in " + file);
      }
      collect(parser, "", scalars);
    }
    return scalars;
  }

  private static void collect(JsonParser parser, String prefix, Map<String, String> scalars)
      throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String path = prefix + parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_OBJECT) {
        collect(parser, path + '.', scalars);
      } else if (value == JsonToken.START_ARRAY) {
        parser.skipChildren();
      } else if (value != JsonToken.VALUE_NULL) {
        scalars.put(path, parser.getText());
      }
    }
  }
}
