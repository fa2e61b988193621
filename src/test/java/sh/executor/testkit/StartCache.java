package sh.executor.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;

/**
 * What a start of this build's service loads, recorded once (JEP 514) and where the launcher
 * records it, so that the many starts of the suite are as quick as a user's and take the same way.
 */
final class StartCache {

  private static final Path CACHE = ServiceProcess.JAR.resolveSibling("executor.aot");
  private static final Duration WITHIN = Duration.ofMinutes(3);
  private static final ReentrantLock RECORDING = new ReentrantLock();

  private StartCache() {}

  /** What tells Java to use it when it starts {@code jar}; of other builds there is none. */
  static List<String> flags(Path jar) {
    if (!jar.equals(ServiceProcess.JAR)) {
      return List.of();
    }
    record();
    return List.of("-XX:AOTCache=" + CACHE.toAbsolutePath(), "-Xlog:aot=off");
  }

  /** Records it, unless that has been done since this build was packaged. */
  static void record() {
    RECORDING.lock();
    try {
      if (!Files.exists(CACHE)
          || Files.getLastModifiedTime(CACHE)
                  .compareTo(Files.getLastModifiedTime(ServiceProcess.JAR))
              < 0) {
        record(Files.createTempDirectory(Path.of("target"), "start"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("record a start", e);
    } finally {
      RECORDING.unlock();
    }
  }

  private static void record(Path folder) throws IOException {
    Path made = folder.resolve("executor.aot");
    Path said = folder.resolve("said");
    Process training =
        new ProcessBuilder(
                ServiceProcess.command(
                    ServiceProcess.JAR,
                    List.of("-XX:AOTCacheOutput=" + made),
                    0,
                    folder.resolve("data")))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      Awaitility.await("a service to be ready")
          .atMost(WITHIN)
          .until(() -> !training.isAlive() || Files.readString(said).contains("mcpServers"));
      training.destroy();
      if (!training.waitFor(WITHIN.toSeconds(), TimeUnit.SECONDS) || !Files.exists(made)) {
        throw new IllegalStateException("No start was recorded: " + Files.readString(said));
      }
      Files.move(made, CACHE, StandardCopyOption.REPLACE_EXISTING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("record a start", e);
    } finally {
      training.destroyForcibly();
    }
  }
}
