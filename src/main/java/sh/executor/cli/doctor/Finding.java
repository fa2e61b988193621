package sh.executor.cli.doctor;

/**
 * What was found of one thing.
 *
 * @param check what was looked at; one word or two, always the same
 * @param what in a sentence: how it is, and what to do unless it is well
 */
public record Finding(String check, State state, String what) {

  /** How it is. */
  public enum State {
    /** As it should be. */
    OK,
    /** It works, but is worth a look. */
    WARNING,
    /** It does not work. */
    FAILED
  }

  static Finding ok(String check, String what) {
    return new Finding(check, State.OK, what);
  }

  static Finding warning(String check, String what) {
    return new Finding(check, State.WARNING, what);
  }

  static Finding failed(String check, String what) {
    return new Finding(check, State.FAILED, what);
  }
}
