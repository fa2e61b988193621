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

  private static final String BLANK = "(?:\\s|//[^\\n]*(?:\\n|$)|/\\*[\\s\\S]*?\\*/)*+";
  private static final Pattern EXPORT =
      Pattern.compile("^(" + BLANK + ")export" + BLANK + "\\bdefault\\b");
  private static final Pattern FUNCTION =
      Pattern.compile("^" + BLANK + "(async\\s+)?function\\b\\s*(?:[\\w$]+\\s*)?\\(");
  private static final Pattern ARROW =
      Pattern.compile("^" + BLANK + "(?:async\\b|\\(|[\\w$]+\\s*=>)");
  private static final Pattern END = Pattern.compile("[\\s;]+$");

  private final Predicate<String> parses;

  /** Asks {@code parses} whether a text is a script. */
  ScriptShape(Predicate<String> parses) {
    this.parses = parses;
  }

  /** The expression {@code source} comes to. Whether it is one is for the engine to say. */
  String expression(String source) {
    Matcher export = EXPORT.matcher(source);
    if (export.find()) {
      String exported = source.substring(export.end());
      String value = END.matcher(exported).replaceFirst("");
      if (isFunction(value)) {
        return "(" + value + "\n)";
      }
      return "(async () => (" + value + "\n))";
    }
    String value = END.matcher(source).replaceFirst("");
    return isFunction(value) ? "(" + value + "\n)" : body(source);
  }

  /** {@code source} as the body of a function; its first line stays the first. */
  static String body(String source) {
    return "(async () => {" + source + "\n})";
  }

  private boolean isFunction(String text) {
    Matcher function = FUNCTION.matcher(text);
    if (function.find()) {
      // As a method it must end with its own closing brace.
      String async = function.group(1) == null ? "" : "async ";
      return parses.test("({" + async + "m(" + text.substring(function.end()) + "\n})");
    }
    // An arrow function is a whole operand of ?: and, alone among what is, never one of void.
    return ARROW.matcher(text).find()
        && parses.test("(0 ? " + text + "\n: 0)")
        && !parses.test("void " + text);
  }
}
