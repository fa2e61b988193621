package sh.executor.daemon.election;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import sh.executor.daemon.DataDirectory;

/**
 * The last start that came to nothing, for those who waited for it: they are told why, and do not
 * try the same again one after the other.
 *
 * @param at when, by the file system's clock; tells one from another
 * @param reason one line
 */
record FailedStart(FileTime at, String reason) {

  /** The last there was, if there was one. */
  static Optional<FailedStart> last(DataDirectory directory) {
    Path file = file(directory);
    try {
      String reason = Files.readString(file).strip();
      // On a full disk there is a file without a word in it.
      return reason.isEmpty()
          ? Optional.empty()
          : Optional.of(new FailedStart(Files.getLastModifiedTime(file), reason));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Leaves word of one; as far as a disk that may be full lets it. */
  static void tell(DataDirectory directory, String reason) {
    try {
      Path file = file(directory);
      Files.deleteIfExists(file);
      Files.writeString(file, reason, StandardOpenOption.CREATE);
    } catch (IOException e) {
      // Then those who wait try for themselves, and find out.
    }
  }

  private static Path file(DataDirectory directory) {
    return directory.control().resolve("start-failed");
  }
}
