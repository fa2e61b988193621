package sh.executor.execution;

/**
 * A script to run.
 *
 * @param code TypeScript or JavaScript, as an agent wrote it
 * @param autoApprove whether calls that need approval count as approved: only by a person who sits
 *     before a console, and only where no rule blocks or wants each call looked at
 */
public record ExecuteRequest(String code, boolean autoApprove) {

  /** A script whose calls are approved by the rules alone. */
  public static ExecuteRequest of(String code) {
    return new ExecuteRequest(code, false);
  }
}
