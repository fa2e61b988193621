package sh.executor.policy;

import org.jspecify.annotations.Nullable;

/**
 * What may happen to a call, and why.
 *
 * @param pattern of the rule that decided; null when the tool's own default did
 * @param ruleId of that rule, in wire form; null likewise
 * @param consoleOnly whether a call it asks about may be approved at the console only
 */
public record Decision(
    Action action, @Nullable String pattern, @Nullable String ruleId, boolean consoleOnly) {

  /** Nothing matched: the tool's own default. */
  public static Decision byDefault(Action action) {
    return new Decision(action, null, null, false);
  }
}
