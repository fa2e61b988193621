package sh.executor.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock of the operating system's on a file: of one process at a time, and gone with it however it
 * ends.
 *
 * <p>On POSIX a process has a lock on a file or has not, whichever descriptor it took it by, and
 * closing any descriptor of the file gives it up. So a file that this process has locked is not
 * opened a second time, and all that happens to locks happens one after the other.
 */
public final class OsLock implements AutoCloseable {

  private static final int SAID_MAX = 64;
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();
  private static final Map<Path, String> HELD = new ConcurrentHashMap<>();

  private final Path file;
  private final FileChannel channel;

  private OsLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Takes the lock, unless this or another process has it. The file is made if it is missing. */
  public static Optional<OsLock> tryTake(Path file) throws IOException {
    ONE_AT_A_TIME.lock();
    try {
      if (HELD.containsKey(file)) {
        return Optional.empty();
      }
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        return Optional.empty();
      }
      HELD.put(file, "");
      return Optional.of(new OsLock(file, channel));
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }

  /**
   * What the process that has the lock has said of itself, or an empty text; empty when none has
   * it. To look is to share the lock for an instant: those who look do not see each other, but who
   * takes it just then is refused and has to try again.
   */
  static Optional<String> holder(Path file) throws IOException {
    ONE_AT_A_TIME.lock();
    try {
      String own = HELD.get(file);
      if (own != null) {
        return Optional.of(own);
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
          FileLock free = channel.tryLock(0, Long.MAX_VALUE, true)) {
        return free == null ? Optional.of(text(channel)) : Optional.empty();
      } catch (NoSuchFileException e) {
        return Optional.empty();
      }
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }

  private static String text(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(SAID_MAX);
    int read = channel.read(bytes, 0);
    return new String(bytes.array(), 0, Math.max(0, read), StandardCharsets.US_ASCII).strip();
  }

  /** Has the file say something about its holder. */
  void say(String text) throws IOException {
    HELD.put(file, text);
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  @Override
  public void close() throws IOException {
    ONE_AT_A_TIME.lock();
    try {
      HELD.remove(file);
      channel.close();
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }
}
