package sh.executor.mcp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The two media types of the transport, as they stand in Accept and Content-Type (RFC 9110 §8.3,
 * §12.5.1).
 */
final class MediaTypes {

  static final String JSON = "application/json";
  static final String EVENT_STREAM = "text/event-stream";

  private MediaTypes() {}

  /** Whether {@code accept} admits {@code type}, by name or by a range around it. */
  static boolean accepts(@Nullable String accept, String type) {
    if (accept == null) {
      return false;
    }
    String family = type.substring(0, type.indexOf('/')) + "/*";
    for (String range : accept.split(",", -1)) {
      String name = bare(range);
      if (name.equals(type) || name.equals(family) || name.equals("*/*")) {
        return true;
      }
    }
    return false;
  }

  /** Whether {@code contentType} says JSON, whatever its parameters. */
  static boolean isJson(@Nullable String contentType) {
    return contentType != null && bare(contentType).equals(JSON);
  }

  private static String bare(String type) {
    int parameters = type.indexOf(';');
    String name = parameters < 0 ? type : type.substring(0, parameters);
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
