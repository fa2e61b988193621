package sh.executor.openapi.document;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * Plain scalars as YAML 1.2's core schema (§10.3.2) reads them, so that {@code no} and {@code
 * 2020-01-01} stay text; quoted ones are always text.
 */
final class YamlScalar {

  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.\\d+|\\d+(\\.\\d*)?)([eE][-+]?\\d{1,4})?");
  private static final Pattern INTEGER = Pattern.compile("[-+]?\\d+");
  private static final int NUMBER_MAX = 100;

  private YamlScalar() {}

  static void write(ScalarEvent scalar, JsonGenerator out) throws IOException {
    String text = scalar.getValue();
    if (!scalar.isPlain() || "tag:yaml.org,2002:str".equals(scalar.getTag())) {
      out.writeString(text);
      return;
    }
    switch (text) {
      case "", "~", "null", "Null", "NULL" -> out.writeNull();
      case "true", "True", "TRUE" -> out.writeBoolean(true);
      case "false", "False", "FALSE" -> out.writeBoolean(false);
      default -> number(text, out);
    }
  }

  private static void number(String text, JsonGenerator out) throws IOException {
    if (text.length() > NUMBER_MAX) {
      out.writeString(text);
    } else if (INTEGER.matcher(text).matches()) {
      out.writeNumber(new BigInteger(text));
    } else if (text.startsWith("0x") && text.length() > 2 && isRadix(text, 16)) {
      out.writeNumber(new BigInteger(text.substring(2), 16));
    } else if (text.startsWith("0o") && text.length() > 2 && isRadix(text, 8)) {
      out.writeNumber(new BigInteger(text.substring(2), 8));
    } else if (DECIMAL.matcher(text).matches()) {
      out.writeNumber(new BigDecimal(text));
    } else {
      out.writeString(text);
    }
  }

  private static boolean isRadix(String text, int radix) {
    return text.chars().skip(2).allMatch(c -> Character.digit(c, radix) >= 0);
  }
}
