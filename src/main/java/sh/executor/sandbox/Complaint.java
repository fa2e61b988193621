package sh.executor.sandbox;

import sh.executor.sandbox.amaro.Stripped;

/** Says what is wrong with a source, and where, in words an agent can act on. */
final class Complaint {

  private static final String TYPOGRAPHIC = "\u2018\u2019\u201C\u201D";
  private static final int LINE_CHARS_MAX = 200;

  private Complaint() {}

  /** The parser's words with the line they are about. */
  static String about(String source, Stripped.Refused refused) {
    StringBuilder words = new StringBuilder(refused.message());
    if (refused.line() > 0) {
      words.append(" (line ").append(refused.line());
      words.append(", column ").append(refused.column()).append(')');
      source
          .lines()
          .skip(refused.line() - 1L)
          .findFirst()
          .filter(line -> line.length() <= LINE_CHARS_MAX)
          .ifPresent(line -> words.append("\n  ").append(line.strip()));
    }
    if (refused.message().chars().anyMatch(c -> TYPOGRAPHIC.indexOf(c) >= 0)) {
      words.append("\nThe code has typographic quotes; use plain ones: ' or \"");
    }
    return words.toString();
  }
}
