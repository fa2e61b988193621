package sh.executor.sandbox;

/**
 * Finds what may be a call with type arguments, {@code f<T>(x)}: to JavaScript two comparisons, to
 * TypeScript a call. Finds too much rather than too little, in one pass.
 */
final class TypeArguments {

  private TypeArguments() {}

  /** Whether {@code code} holds a {@code <} after an operand and a later {@code >} before one. */
  static boolean possibleIn(String code) {
    boolean opened = false;
    for (int i = 1; i < code.length(); i++) {
      char c = code.charAt(i);
      if (c == '<') {
        opened |= endsOperand(lastBefore(code, i));
      } else if (c == '>' && opened && code.charAt(i - 1) != '=' && startsOperand(code, i + 1)) {
        return true;
      }
    }
    return false;
  }

  private static char lastBefore(String code, int end) {
    int at = end - 1;
    while (at > 0 && (code.charAt(at) == ' ' || code.charAt(at) == '\t')) {
      at--;
    }
    return code.charAt(at);
  }

  private static boolean endsOperand(char c) {
    return Character.isJavaIdentifierPart(c) || c == ')' || c == ']';
  }

  /** TypeScript takes {@code <…>} for type arguments before these. */
  private static boolean startsOperand(String code, int from) {
    int at = from;
    while (at < code.length() && (code.charAt(at) == ' ' || code.charAt(at) == '\t')) {
      at++;
    }
    return at < code.length() && "(`\r\n".indexOf(code.charAt(at)) >= 0;
  }
}
