package sh.executor.daemon;

import org.jspecify.annotations.Nullable;

/** The local server can not start or stop, for a reason its user can do something about. */
public final class LocalServerException extends RuntimeException {

  /**
   * @param message one line for a terminal: what is wrong, and what to do
   */
  public LocalServerException(String message) {
    this(message, null);
  }

  /** Likewise, with what it came from, which is not shown. */
  public LocalServerException(String message, @Nullable Throwable cause) {
    super(message, cause, false, true);
  }
}
