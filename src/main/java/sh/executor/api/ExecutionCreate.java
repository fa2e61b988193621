package sh.executor.api;

import org.jspecify.annotations.Nullable;

/**
 * Code to run.
 *
 * @param code TypeScript, a body or a function; not blank
 * @param autoApprove whether the person who asks says yes to every question in advance; a blocked
 *     tool stays blocked
 */
public record ExecutionCreate(String code, @Nullable Boolean autoApprove) {

  /** Leaves the code out. */
  @Override
  public String toString() {
    return "ExecutionCreate[" + code.length() + " characters]";
  }
}
