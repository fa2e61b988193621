package sh.executor.sandbox;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes of JavaScript one expression that is a function to call: of a lone function or arrow
 * itself, of {@code export default} what it exports, of anything else the body of an async
 * function.
 *
 * <p>Whether a text is a lone function is asked of the engine's own parser, by what it accepts the
 * text as part of; we have no parser of our own to disagree with it. Only texts that begin like a
 * function are asked about.
 */
final class ScriptShape {

  private static final Pattern EXPORT = Pattern.compile("export\\s+default\\b");
  private static final Pattern FUNCTION =
      Pattern.compile("(async\\s+)?function\\b\\s*(?:[\\w$]+\\s*)?(?=[(<])");
  private static final Pattern ARROW = Pattern.compile("async\\b|[(<]|[\\w$]+\\s*=>");

  private final Predicate<String> parses;

  /** Asks {@code parses} whether a text is a script. */
  ScriptShape(Predicate<String> parses) {
    this.parses = parses;
  }

  /** The expression {@code source} comes to. Whether it is one is for the engine to say. */
  String expression(String source) {
    String exported = exported(source);
    String value = trimmed(exported);
    if (mayBeFunction(value) && isFunction(value)) {
      return "(" + value + "\n)";
    }
    return exported.length() == source.length() ? body(source) : "(async () => (" + value + "\n))";
  }

  /** {@code source} as the body of a function; its first line stays the first. */
  static String body(String source) {
    return "(async () => {" + source + "\n})";
  }

  /** What comes after {@code export default}, or all of it. */
  static String exported(String source) {
    Matcher export = at(start(source), EXPORT, source);
    return export.lookingAt() ? source.substring(export.end()) : source;
  }

  /** The text without the blanks and semicolons it ends with. */
  static String trimmed(String text) {
    int end = text.length();
    while (end > 0 && endsNothing(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  private static boolean endsNothing(char c) {
    return Character.isWhitespace(c) || c == ';';
  }

  /** Whether it begins as a function would, in JavaScript or TypeScript. */
  static boolean mayBeFunction(String text) {
    int start = start(text);
    return at(start, FUNCTION, text).lookingAt() || at(start, ARROW, text).lookingAt();
  }

  /**
   * Whether {@code text}, without a semicolon after it, is one function, perhaps in parentheses.
   */
  boolean isFunction(String text) {
    String inner = text.strip();
    return isBareFunction(inner)
        || (inner.startsWith("(")
            && inner.endsWith(")")
            && isBareFunction(inner.substring(1, inner.length() - 1)));
  }

  private boolean isBareFunction(String text) {
    int start = start(text);
    Matcher function = at(start, FUNCTION, text);
    if (function.lookingAt()) {
      // As a method it must end with its own closing brace.
      String async = function.group(1) == null ? "" : "async ";
      return parses.test("({" + async + "m" + text.substring(function.end()) + "\n})");
    }
    // An arrow function is a whole operand of ?: and, alone among what is, never one of void.
    return at(start, ARROW, text).lookingAt()
        && parses.test("(0 ? " + text + "\n: 0)")
        && !parses.test("void " + text);
  }

  private static Matcher at(int start, Pattern pattern, String text) {
    return pattern.matcher(text).region(start, text.length());
  }

  /** Where the first token is: after blanks and comments. */
  private static int start(String text) {
    int at = 0;
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else if (text.startsWith("//", at)) {
        at = after(text, "\n", at);
      } else if (text.startsWith("/*", at)) {
        at = after(text, "*/", at + 2);
      } else {
        return at;
      }
    }
    return at;
  }

  private static int after(String text, String mark, int from) {
    int found = text.indexOf(mark, from);
    return found < 0 ? text.length() : found + mark.length();
  }
}
