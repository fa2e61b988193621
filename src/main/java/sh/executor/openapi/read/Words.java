package sh.executor.openapi.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes identifiers of the words that descriptions use. */
final class Words {

  private static final Pattern SEPARATOR = Pattern.compile("[^\\p{L}\\p{N}]+");

  private Words() {}

  /**
   * {@code text} as one camel-case word: {@code list-for org} becomes {@code listForOrg}. Capitals
   * inside a word stay. Empty when there is no letter or digit in it; never begins with a digit.
   */
  static String camel(String text) {
    StringBuilder camel = new StringBuilder();
    for (String word : words(text)) {
      camel.append(camel.isEmpty() ? decapitalized(word) : capitalized(word));
    }
    return startingWithLetter(camel);
  }

  /** {@code text} in Pascal case: {@code pull-requests} becomes {@code PullRequests}. */
  static String pascal(String text) {
    StringBuilder pascal = new StringBuilder();
    for (String word : words(text)) {
      pascal.append(capitalized(word));
    }
    return pascal.toString();
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : SEPARATOR.split(text, -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  private static String decapitalized(String word) {
    boolean shouted = word.equals(word.toUpperCase(Locale.ROOT));
    return shouted
        ? word.toLowerCase(Locale.ROOT)
        : word.substring(0, 1).toLowerCase(Locale.ROOT) + word.substring(1);
  }

  private static String capitalized(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private static String startingWithLetter(StringBuilder word) {
    return word.isEmpty() || !Character.isDigit(word.charAt(0)) ? word.toString() : "_" + word;
  }
}
