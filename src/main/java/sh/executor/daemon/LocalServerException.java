package sh.executor.daemon;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** The local server can not start or stop, for a reason its user can do something about. */
public final class LocalServerException extends RuntimeException {

  /**
   * @param message one line for a terminal: what is wrong, and what to do
   */
  public LocalServerException(String message) {
    this(message, null);
  }

  /**
   * What could not be done with files, and why not.
   *
   * @param what such as {@code Can not write /home/me/.executor/lock}
   */
  public static LocalServerException because(String what, IOException cause) {
    return new LocalServerException(what + ": " + reason(cause) + '.', cause);
  }

  /** The system's word for it; of most failures Java's message is the file alone. */
  static String reason(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    String said =
        cause instanceof FileSystemException file && file.getReason() != null
            ? file.getReason()
            : cause.getMessage();
    return said == null ? cause.getClass().getSimpleName() : said.lines().findFirst().orElse(said);
  }

  /** Likewise, with what it came from, which is not shown. */
  public LocalServerException(String message, @Nullable Throwable cause) {
    super(message, cause, false, true);
  }
}
