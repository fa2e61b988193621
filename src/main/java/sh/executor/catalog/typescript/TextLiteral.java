package sh.executor.catalog.typescript;

/** Text as a string literal that stays on its line. */
final class TextLiteral {

  private TextLiteral() {}

  static String of(String text) {
    StringBuilder literal = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> literal.append('\\').append(c);
        case '\n' -> literal.append("\\n");
        case '\r' -> literal.append("\\r");
        case '\t' -> literal.append("\\t");
        default -> {
          if (needsEscape(c)) {
            literal.append(String.format("\\u%04x", (int) c));
          } else {
            literal.append(c);
          }
        }
      }
    }
    return literal.append('"').toString();
  }

  /** Control characters, the separators of lines and paragraphs, and halves of a pair. */
  private static boolean needsEscape(char c) {
    return c < ' ' || c == 0x7f || c == 0x2028 || c == 0x2029 || Character.isSurrogate(c);
  }
}
