package sh.executor.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.output.Json;

/** Reads what people give to a command other than as its arguments; never more than a limit. */
final class Typed {

  /** As large as the largest description a server takes. */
  static final int BYTES_MAX = 32 << 20;

  private Typed() {}

  /** All of it, as UTF-8. */
  static String text(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(BYTES_MAX + 1);
    if (bytes.length > BYTES_MAX) {
      throw new CommandFailure("What was given is larger than " + BYTES_MAX + " bytes.");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * A file's text.
   *
   * @throws CommandFailure when it can not be read
   */
  static String file(String name) {
    try (InputStream in = Files.newInputStream(Path.of(name))) {
      return text(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure("Can not read the file '" + name + "'.", e);
    }
  }

  /**
   * JSON that was typed.
   *
   * @param what it is, to say what was wrong
   * @throws CommandFailure when it is no JSON
   */
  static JsonNode json(String what, String text) {
    try {
      JsonNode json = Json.MAPPER.readTree(text);
      if (!json.isMissingNode()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      throw new CommandFailure(what + " must be JSON: " + e.getOriginalMessage(), e);
    }
    throw new CommandFailure(what + " must be JSON, and is empty.");
  }

  /** Likewise; what was wrong with it is not said, as that would show some of it. */
  static JsonNode secret(String what, String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new CommandFailure(what + " must be JSON, and what was given is not.");
    }
  }
}
