package sh.executor.daemon;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Ownership of a data directory: one process at a time, for that process's life. The operating
 * system holds the lock, so a killed owner leaves none behind.
 */
public final class InstanceLock implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileChannel channel;
  private final Path announcement;

  private InstanceLock(FileChannel channel, Path announcement) {
    this.channel = channel;
    this.announcement = announcement;
  }

  /**
   * Takes the directory.
   *
   * @throws LocalServerException when another process has it; the message names that process, and
   *     its URL once it serves
   */
  public static InstanceLock claim(DataDirectory directory) {
    Path announcement = RunningServer.file(directory);
    try {
      FileChannel channel = openedAndLocked(directory.lock());
      if (channel == null) {
        throw taken(directory, announcement);
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(pid().getBytes(StandardCharsets.US_ASCII)));
      Files.deleteIfExists(announcement);
      return new InstanceLock(channel, announcement);
    } catch (IOException e) {
      throw new LocalServerException("Can not lock the data directory " + directory.root(), e);
    }
  }

  private static @Nullable FileChannel openedAndLocked(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // This very process has it.
      lock = null;
    }
    if (lock == null) {
      channel.close();
      return null;
    }
    return channel;
  }

  private static LocalServerException taken(DataDirectory directory, Path announcement)
      throws IOException {
    String owner = "process " + Files.readString(directory.lock());
    try {
      RunningServer server = JSON.readValue(announcement.toFile(), RunningServer.class);
      owner = "process " + server.pid() + ", " + server.connection().origin();
    } catch (IOException e) {
      // Not serving yet, or just leaving: its process is all there is to say.
    }
    return new LocalServerException(
        "Another Executor ("
            + owner
            + ") uses the data directory "
            + directory.root()
            + ": use that one, stop it, or choose another directory with --data-dir.");
  }

  private static String pid() {
    return Long.toString(ProcessHandle.current().pid());
  }

  /** Withdraws the announcement and gives the directory up. */
  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(announcement);
    } catch (IOException e) {
      throw new UncheckedIOException("give up the data directory", e);
    }
  }
}
