package sh.executor.policy;

import java.util.Locale;
import java.util.Optional;

/** What a rule says, from most permissive to most restrictive. */
public enum Action {
  /** Runs. */
  APPROVE,
  /** Runs when a human has said yes. */
  REQUIRE_APPROVAL,
  /** Does not run, and is not shown. */
  BLOCK;

  /** The action {@code wire} names, or empty. */
  public static Optional<Action> parse(String wire) {
    for (Action action : values()) {
      if (action.wire().equals(wire)) {
        return Optional.of(action);
      }
    }
    return Optional.empty();
  }

  /** {@code approve}, {@code require_approval} or {@code block}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
