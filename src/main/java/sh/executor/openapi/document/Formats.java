package sh.executor.openapi.document;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import sh.executor.kernel.ProblemException;

/** Tells JSON from YAML, and both from what they are not. */
final class Formats {

  /** The largest description, in bytes. */
  static final int BYTES_MAX = 64 << 20;

  private Formats() {}

  static Document parse(byte[] given) {
    if (given.length > BYTES_MAX) {
      throw Refusal.parse("The description is larger than " + (BYTES_MAX >> 20) + " MiB.");
    }
    byte[] bytes = utf8(given);
    int first = firstVisible(bytes);
    if (first < 0) {
      throw Refusal.parse("The description is empty.");
    }
    if (bytes[first] == '<') {
      throw Refusal.parse(
          "This looks like a web page or XML, not an OpenAPI description. Give the address of the"
              + " JSON or YAML file itself; documentation pages often link to it.");
    }
    try {
      return bytes[first] == '{'
          ? jsonOrFlowYaml(bytes)
          : Document.ofJson(YamlToJson.convert(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("Reading a description from memory", e);
    }
  }

  private static Document jsonOrFlowYaml(byte[] bytes) throws IOException {
    try {
      return Document.ofJson(bytes);
    } catch (StreamConstraintsException e) {
      throw Refusal.parse("The description exceeds a limit: " + reason(e));
    } catch (JacksonException notJson) {
      try {
        return Document.ofJson(YamlToJson.convert(bytes));
      } catch (ProblemException | JacksonException notYamlEither) {
        throw Refusal.parse(
            "The description is not valid JSON: "
                + reason(notJson)
                + " at line "
                + notJson.getLocation().getLineNr()
                + ", column "
                + notJson.getLocation().getColumnNr()
                + ".");
      }
    }
  }

  private static String reason(JacksonException e) {
    return Refusal.shown(e.getOriginalMessage());
  }

  private static int firstVisible(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\n' && bytes[i] != '\r' && bytes[i] != '\t') {
        return i;
      }
    }
    return -1;
  }

  private static byte[] utf8(byte[] bytes) {
    if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
      return Arrays.copyOfRange(bytes, 3, bytes.length);
    }
    if (startsWith(bytes, 0xFE, 0xFF)) {
      return transcoded(bytes, StandardCharsets.UTF_16BE);
    }
    if (startsWith(bytes, 0xFF, 0xFE)) {
      return transcoded(bytes, StandardCharsets.UTF_16LE);
    }
    return bytes;
  }

  private static byte[] transcoded(byte[] bytes, Charset charset) {
    return new String(bytes, 2, bytes.length - 2, charset).getBytes(StandardCharsets.UTF_8);
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
