package sh.executor.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Text as the search compares it. */
final class SearchText {

  private SearchText() {}

  /**
   * The words of {@code text}, one space between: camel case is parted, {@code _ . / : -} count as
   * spaces, letters are lower case.
   */
  static String normalized(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    boolean space = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isSeparator(c)) {
        space = true;
        continue;
      }
      if ((space || startsWord(text, i)) && !out.isEmpty()) {
        out.append(' ');
      }
      space = false;
      out.append(Character.toLowerCase(c));
    }
    return out.toString();
  }

  /** The runs of letters and digits of a normalized text, in their order. */
  static List<String> tokens(String normalized) {
    List<String> tokens = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= normalized.length(); i++) {
      boolean inside = i < normalized.length() && Character.isLetterOrDigit(normalized.charAt(i));
      if (inside && start < 0) {
        start = i;
      } else if (!inside && start >= 0) {
        tokens.add(normalized.substring(start, i));
        start = -1;
      }
    }
    return tokens;
  }

  private static boolean isSeparator(char c) {
    return switch (c) {
      case '_', '.', '/', ':', '-' -> true;
      default -> Character.isWhitespace(c);
    };
  }

  /** A capital after a small letter or a digit, or the last of several before a small letter. */
  private static boolean startsWord(String text, int i) {
    if (i == 0 || !Character.isUpperCase(text.charAt(i))) {
      return false;
    }
    char before = text.charAt(i - 1);
    if (Character.isLowerCase(before) || Character.isDigit(before)) {
      return true;
    }
    return Character.isUpperCase(before)
        && i + 1 < text.length()
        && Character.isLowerCase(text.charAt(i + 1));
  }

  /** {@code text} in lower case, for a plain test of containment. */
  static String folded(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
