package sh.executor.catalog;

import java.util.List;

/**
 * What is searched for.
 *
 * @param phrase normalized
 * @param tokens of the phrase, each once, at most {@link #TOKENS_MAX}; what follows these is not
 *     looked at
 */
record SearchQuery(String phrase, List<String> tokens) {

  /** As many as fit the bits of an int. */
  static final int TOKENS_MAX = 32;

  private static final byte EXACT = 4;
  private static final byte PREFIX = 2;
  private static final byte INSIDE = 1;

  static SearchQuery of(String text) {
    String phrase = SearchText.normalized(text);
    return new SearchQuery(
        phrase, SearchText.tokens(phrase).stream().distinct().limit(TOKENS_MAX).toList());
  }

  /** Whether there is nothing to search for. */
  boolean isEmpty() {
    return tokens.isEmpty();
  }

  /** The bits of all tokens. */
  int all() {
    return tokens.size() == TOKENS_MAX ? -1 : (1 << tokens.size()) - 1;
  }

  /**
   * How well a token of a query matches a word of a field, as the factor of the field's weight: 4
   * when they are equal, 2 when one begins with the other, 1 when the word has the token inside,
   * else 0.
   */
  static byte match(String token, String word) {
    if (word.equals(token)) {
      return EXACT;
    }
    if (word.startsWith(token) || token.startsWith(word)) {
      return PREFIX;
    }
    return word.contains(token) ? INSIDE : 0;
  }

  /**
   * How well the whole phrase matches a normalized field, likewise: 14 when they are equal, 9 when
   * the field begins with it, 6 when it is inside, else 0.
   */
  int matchPhrase(String field) {
    if (field.equals(phrase)) {
      return 14;
    }
    if (field.startsWith(phrase)) {
      return 9;
    }
    return field.contains(phrase) ? 6 : 0;
  }
}
