package sh.executor.kernel;

/**
 * What counts as text: characters that UTF-8 can carry and PostgreSQL can keep. JSON can write more
 * down, half of a surrogate pair and U+0000, which would be lost on the way or stop it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259#section-8.2">RFC 8259 §8.2</a>
 */
public final class Text {

  private Text() {}

  /** Whether all of {@code chars} is text. */
  public static boolean is(CharSequence chars) {
    for (int i = 0; i < chars.length(); i++) {
      char c = chars.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)) {
        i++;
        if (i == chars.length() || !Character.isLowSurrogate(chars.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }
}
