package sh.executor.openapi.document;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** RFC 6901 pointers as {@code $ref} writes them: a URI fragment, percent-encoded. */
public final class Pointer {

  private Pointer() {}

  /** The tokens of {@code ref}, or empty when it is not {@code #/…}. */
  public static Optional<List<String>> tokens(String ref) {
    if (!ref.startsWith("#/")) {
      return Optional.empty();
    }
    List<String> tokens = new ArrayList<>();
    for (String part : ref.substring(2).split("/", -1)) {
      tokens.add(decode(part).replace("~1", "/").replace("~0", "~"));
    }
    return Optional.of(tokens);
  }

  private static String decode(String part) {
    if (part.indexOf('%') < 0) {
      return part;
    }
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return part;
    }
  }
}
