package sh.executor.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Positions between any two positions, so that a rule moves without touching its neighbours. A
 * position is the fraction {@code 0.d₁d₂…} in base 62, written without its zero and point; it does
 * not end in the digit 0, which is what leaves room before every one.
 *
 * @see <a href="https://www.figma.com/blog/realtime-editing-of-ordered-sequences/">Realtime editing
 *     of ordered sequences</a>
 */
final class FractionalIndex {

  static final int LENGTH_MAX = 200;

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int BASE = DIGITS.length();
  private static final Pattern FORM = Pattern.compile("[0-9A-Za-z]{0,49}[1-9A-Za-z]");

  private FractionalIndex() {}

  /** Whether a caller may choose {@code text}; shorter than what repeated insertion may make. */
  static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * A position after {@code low} and before {@code high}, as short as it can be.
   *
   * @param low empty for the very beginning
   * @param high null for the very end
   */
  static String between(String low, @Nullable String high) {
    StringBuilder made = new StringBuilder();
    for (int i = 0; ; i++) {
      int from = i < low.length() ? DIGITS.indexOf(low.charAt(i)) : 0;
      int to = high == null ? BASE : DIGITS.indexOf(high.charAt(i));
      if (to - from > 1) {
        return made.append(DIGITS.charAt((from + to) / 2)).toString();
      }
      made.append(DIGITS.charAt(from));
      if (to - from == 1) {
        // Below the digit just written lies everything that is greater than the rest of low.
        high = null;
      }
    }
  }

  /** {@code count} positions in ascending order, evenly spaced. */
  static List<String> spread(int count) {
    int width = 1;
    long room = BASE;
    while (room <= count) {
      width++;
      room *= BASE;
    }
    List<String> positions = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      positions.add(digits(room * i / (count + 1), width));
    }
    return positions;
  }

  private static String digits(long value, int width) {
    char[] digits = new char[width];
    for (int i = width - 1; i >= 0; i--) {
      digits[i] = DIGITS.charAt((int) (value % BASE));
      value /= BASE;
    }
    // The last digit 0 is not allowed; a further one keeps the order.
    return digits[width - 1] == '0' ? new String(digits) + 'V' : new String(digits);
  }
}
