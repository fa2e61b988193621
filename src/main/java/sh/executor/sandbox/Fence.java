package sh.executor.sandbox;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds code that came in Markdown. */
final class Fence {

  private static final Pattern OPENING = Pattern.compile("(?m)^[ \\t]*(`{3,}|~{3,})[^\\n`]*\\R");

  private Fence() {}

  /** What the first fenced block holds, whatever its label; to the end when nothing closes it. */
  static Optional<String> content(String text) {
    Matcher opening = OPENING.matcher(text);
    if (!opening.find()) {
      return Optional.empty();
    }
    int start = opening.end();
    Matcher closing = Pattern.compile("(?m)^[ \\t]*" + opening.group(1) + "[ \\t]*$").matcher(text);
    int end = closing.find(start) ? closing.start() : text.length();
    return Optional.of(text.substring(start, end));
  }

  /** Whether the text begins with a fence, so that it can not be meant as code. */
  static boolean leads(String trimmed) {
    return trimmed.startsWith("```") || trimmed.startsWith("~~~");
  }
}
