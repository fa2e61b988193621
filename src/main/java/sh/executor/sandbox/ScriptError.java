package sh.executor.sandbox;

/**
 * Why a script ended without a value, in words for who wrote it. Nothing of the host's is in it.
 *
 * @param name of the JavaScript error, or {@code Error}
 * @param message what went wrong and, for a limit, what it is
 * @param trace the script's own stack frames, one a line, or empty
 */
public record ScriptError(Kind kind, String name, String message, String trace) {

  /** An error without a trace. */
  static ScriptError of(Kind kind, String message) {
    return new ScriptError(kind, "Error", message, "");
  }

  /** What kind of end it was. */
  public enum Kind {
    /** The source is not a script. */
    SYNTAX,
    /** The script threw, or returned what has no JSON form. */
    THROWN,
    /** It waits, and no call is open that could end the wait. */
    STUCK,
    /** It used up its compute budget. */
    CPU,
    /** It did not end in time. */
    WALL_CLOCK,
    /** It needed more memory than it may have. */
    MEMORY,
    /** It nested calls too deep. */
    STACK,
    /** Its source or its result is too large. */
    SIZE,
    /** Somebody ended it. */
    CANCELLED,
    /** It was not started: the service has no memory for another script now. */
    BUSY,
    /** A defect of ours; the message has the id it is logged under. */
    INTERNAL
  }
}
