package sh.executor.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Query strings. */
final class Query {

  private Query() {}

  /** {@code ?name=value&…} of names and values in turn; a value that is null is left out. */
  static String of(@Nullable String... namesAndValues) {
    StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String value = namesAndValues[i + 1];
      if (value != null) {
        query.add(namesAndValues[i] + '=' + encoded(value));
      }
    }
    return query.toString();
  }

  /** A part of a path or a query, as a URL has it. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
