package sh.executor.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names and descriptions as the catalog accepts them. */
final class Texts {

  static final int NAME_MAX = 200;
  static final int DESCRIPTION_MAX = 4_000;

  private static final Pattern SLUG = Pattern.compile("[a-z0-9_][a-z0-9_-]{0,62}");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]+");
  private static final int CONNECTION_NAME_MAX = 63;
  private static final String CONNECTION_FALLBACK = "connection";

  private Texts() {}

  /** A slug a caller chose: {@code [a-z0-9_][a-z0-9_-]{0,62}}. */
  static String slug(String given) {
    if (!SLUG.matcher(given).matches()) {
      throw Problems.invalid(
          "'"
              + Problems.shown(given)
              + "' is not a slug: 1 to 63 of a-z, 0-9, '_' and '-', not beginning with '-'.");
    }
    if (given.equals("executor")) {
      throw Problems.invalid("The slug 'executor' is taken by the built-in tools.");
    }
    return given;
  }

  /** A text a caller wrote, or null for none. */
  static @Nullable String optional(@Nullable String given, String what, int lengthMax) {
    if (given == null || given.isBlank()) {
      return null;
    }
    return required(given, what, lengthMax);
  }

  /** A text a caller wrote: of {@code [1, lengthMax]} characters, stripped, without NUL. */
  static String required(String given, String what, int lengthMax) {
    String text = given.strip();
    if (text.isEmpty() || text.length() > lengthMax || text.indexOf('\0') >= 0) {
      throw Problems.invalid("The " + what + " must have 1 to " + lengthMax + " characters.");
    }
    return text;
  }

  /** A text of a description's, cut to what is kept. */
  static String cut(String text, int lengthMax) {
    String clean = text.replace("\0", "").strip();
    if (clean.length() <= lengthMax) {
      return clean;
    }
    int end = lengthMax - 1;
    return clean.substring(0, Character.isHighSurrogate(clean.charAt(end - 1)) ? end - 1 : end)
        + '…';
  }

  /**
   * The JavaScript identifier a connection of that name gets: its words of letters and digits in
   * camel case, {@code connection} when there are none, and that before what does not begin with a
   * letter.
   */
  static String connectionName(String given) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(given);
    while (matcher.find() && words.size() < CONNECTION_NAME_MAX) {
      words.add(matcher.group());
    }
    StringBuilder name = new StringBuilder();
    for (String word : words) {
      name.append(name.isEmpty() ? uncapitalized(word) : capitalized(word));
    }
    if (name.isEmpty()) {
      return CONNECTION_FALLBACK;
    }
    if (!Character.isLetter(name.charAt(0))) {
      name.insert(0, CONNECTION_FALLBACK);
    }
    return name.substring(0, Math.min(name.length(), CONNECTION_NAME_MAX));
  }

  private static String uncapitalized(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    boolean acronym = word.equals(word.toUpperCase(Locale.ROOT));
    return acronym ? lower : lower.charAt(0) + word.substring(1);
  }

  private static String capitalized(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}
