package sh.executor.execution;

import sh.executor.policy.Decision;

/** Whether a person has agreed to a call that needs it. */
enum Approval {
  /** Nobody has. */
  NONE,
  /** Whoever began the run has agreed to all its calls, unseen: not where a rule wants a look. */
  IN_ADVANCE,
  /** Somebody has agreed to this very call. */
  GIVEN;

  boolean covers(Decision decision) {
    return switch (this) {
      case NONE -> false;
      case IN_ADVANCE -> !decision.consoleOnly();
      case GIVEN -> true;
    };
  }
}
