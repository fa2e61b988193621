package sh.executor.policy;

import org.jspecify.annotations.Nullable;

/**
 * What may happen to a call, and why.
 *
 * @param pattern of the rule that decided; null when the tool's own default did
 * @param ruleId of that rule, in wire form; null likewise
 */
public record Decision(Action action, @Nullable String pattern, @Nullable String ruleId) {

  /** Nothing matched: the tool's own default. */
  public static Decision byDefault(Action action) {
    return new Decision(action, null, null);
  }
}
