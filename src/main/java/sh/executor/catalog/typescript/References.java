package sh.executor.catalog.typescript;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** References between schemas: {@code #/$defs/<name>} and nothing else. */
public final class References {

  private static final String ROOT = "#/$defs/";

  private References() {}

  /** Adds to {@code names} what {@code schema} refers to anywhere, as its references spell it. */
  public static void collect(JsonNode schema, Set<String> names) {
    JsonNode reference = schema.get("$ref");
    if (reference != null && reference.isTextual() && reference.asText().startsWith(ROOT)) {
      String spelled = reference.asText().substring(ROOT.length());
      names.add(spelled);
      names.add(decoded(spelled));
    }
    schema.forEach(child -> collect(child, names));
  }

  /** The definition meant, or null when there is none: the name as it stands, else decoded. */
  static @Nullable String definition(String reference, Collection<String> known) {
    if (!reference.startsWith(ROOT)) {
      return null;
    }
    String spelled = reference.substring(ROOT.length());
    if (known.contains(spelled)) {
      return spelled;
    }
    String decoded = decoded(spelled);
    return known.contains(decoded) ? decoded : null;
  }

  /** RFC 6901 §6: a JSON pointer in a URI fragment. */
  private static String decoded(String spelled) {
    String text = spelled;
    try {
      text = URLDecoder.decode(spelled.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Not percent-encoded after all.
    }
    return text.replace("~1", "/").replace("~0", "~");
  }
}
