package sh.executor.cli.output;

import org.jspecify.annotations.Nullable;

/** A command can not be done, for a reason that its user can do something about. */
public final class CommandFailure extends RuntimeException {

  private final @Nullable String tag;

  /**
   * @param message one line for a terminal: what is wrong, and what to do
   */
  public CommandFailure(String message) {
    this(message, null, null);
  }

  /**
   * Likewise.
   *
   * @param cause what it came from, which is not shown
   */
  public CommandFailure(String message, Throwable cause) {
    this(message, null, cause);
  }

  /**
   * Likewise, for a failure that programs may want to tell from others.
   *
   * @param tag the name of the error, as in docs/api/problems.md
   */
  public CommandFailure(String message, @Nullable String tag) {
    this(message, tag, null);
  }

  private CommandFailure(String message, @Nullable String tag, @Nullable Throwable cause) {
    super(message, cause, false, true);
    this.tag = tag;
  }

  /** The name of the error, for programs; null when it has none. */
  public @Nullable String tag() {
    return tag;
  }
}
