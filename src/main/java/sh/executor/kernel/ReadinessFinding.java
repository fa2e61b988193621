package sh.executor.kernel;

/**
 * A setting that is not fit for production, or for use at all, as it stands.
 *
 * @param severity how bad
 * @param property the property to change
 * @param message what may happen, and what to set; one sentence, safe to log
 */
public record ReadinessFinding(Severity severity, String property, String message) {

  /** How bad a finding is. */
  public enum Severity {
    /** Fine on a laptop; think before others rely on it. */
    WARNING,
    /** Stops the start of a server that others can reach, unless the risk is accepted. */
    SEVERE,
    /** Stops every start: the service would answer with faults whoever uses it. */
    FATAL
  }
}
