package sh.executor.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Ownership of a data directory: one process at a time, for that process's life. The operating
 * system holds the lock, so a killed owner leaves none behind; and it alone says whether there is
 * an owner: numbers of processes are reused, and files outlive who wrote them.
 */
public final class InstanceLock implements AutoCloseable {

  private static final int CLAIMS_MAX = 25;
  private static final int CLAIM_MILLIS = 8;

  private final OsLock lock;
  private final DataDirectory directory;

  private InstanceLock(OsLock lock, DataDirectory directory) {
    this.lock = lock;
    this.directory = directory;
  }

  /**
   * Takes the directory.
   *
   * @throws LocalServerException when another process has it; the message names that process, and
   *     its URL once it serves
   */
  public static InstanceLock claim(DataDirectory directory) {
    return tryClaim(directory).orElseThrow(() -> refused(directory));
  }

  /**
   * Likewise; empty when another process has it.
   *
   * @throws LocalServerException when that can not be found out
   */
  public static Optional<InstanceLock> tryClaim(DataDirectory directory) {
    try {
      Optional<OsLock> lock = taken(directory.lock());
      if (lock.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(claimed(lock.get(), directory));
    } catch (IOException e) {
      throw LocalServerException.because("Can not lock the data directory " + directory.root(), e);
    }
  }

  /** What can not be written to is given back at once. */
  private static InstanceLock claimed(OsLock lock, DataDirectory directory) throws IOException {
    try {
      lock.say(Long.toString(ProcessHandle.current().pid()));
      RunningServer.withdraw(directory);
      return new InstanceLock(lock, directory);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** The lock, unless another has it for good. Who only looks has it for an instant, too. */
  private static Optional<OsLock> taken(Path file) throws IOException {
    try {
      for (int claims = 1; claims < CLAIMS_MAX; claims++) {
        Optional<OsLock> lock = OsLock.tryTake(file);
        if (lock.isPresent()) {
          return lock;
        }
        TimeUnit.MILLISECONDS.sleep(CLAIM_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return OsLock.tryTake(file);
  }

  /**
   * The process that owns the directory at this moment; 0 for one that has not said yet which it
   * is. Empty when there is none.
   *
   * @throws LocalServerException when that can not be found out
   */
  public static Optional<Long> owner(DataDirectory directory) {
    try {
      return OsLock.holder(directory.lock()).map(InstanceLock::number);
    } catch (IOException e) {
      throw LocalServerException.because("Can not look who owns " + directory.root(), e);
    }
  }

  private static long number(String pid) {
    return pid.isEmpty() ? 0 : Long.parseLong(pid);
  }

  private static LocalServerException refused(DataDirectory directory) {
    String who = owner(directory).map(pid -> "process " + pid).orElse("one that just left");
    String where =
        RunningServer.announced(directory).map(server -> ", " + server.origin()).orElse("");
    return new LocalServerException(
        "Another Executor ("
            + who
            + where
            + ") uses the data directory "
            + directory.root()
            + ": use that one, stop it, or choose another directory with --data-dir.");
  }

  /** Withdraws the announcement and gives the directory up. */
  @Override
  public void close() {
    try (lock) {
      RunningServer.withdraw(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("give up the data directory", e);
    }
  }
}
