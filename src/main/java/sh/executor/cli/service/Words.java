package sh.executor.cli.service;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sh.executor.cli.output.CommandFailure;

/** Writes words into the files that systems read, and reads what systems say. */
final class Words {

  private Words() {}

  /**
   * A word that can be told to a system.
   *
   * @throws CommandFailure when there are control characters in it, which no such file can hold
   */
  static String plain(String word) {
    if (word.codePoints().anyMatch(Character::isISOControl)) {
      throw new CommandFailure(
          "A service can not be told a path with control characters: move what is there.");
    }
    return word;
  }

  /** The number that is the first group of {@code pattern}, where it is first found. */
  static OptionalLong number(Pattern pattern, String said) {
    Matcher found = pattern.matcher(said);
    return found.find() && found.group(1).length() < 10
        ? OptionalLong.of(Long.parseLong(found.group(1)))
        : OptionalLong.empty();
  }

  /** As the text of an XML element. */
  static String xml(String text) {
    return plain(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /**
   * As one argument of a Windows command line.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-commandlinetoargvw">
   *     CommandLineToArgvW</a>
   */
  static String windows(String word) {
    StringBuilder quoted = new StringBuilder("\"");
    int backslashes = 0;
    for (char c : plain(word).toCharArray()) {
      if (c == '\\') {
        backslashes++;
        continue;
      }
      // Those before a quote are halved, and the quote needs one of its own.
      quoted.repeat('\\', c == '"' ? 2 * backslashes + 1 : backslashes).append(c);
      backslashes = 0;
    }
    return quoted.repeat('\\', 2 * backslashes).append('"').toString();
  }

  /** As one word of a line of a systemd unit, in which % stands for itself. */
  static String systemd(String word) {
    return '"' + plain(word).replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%") + '"';
  }
}
