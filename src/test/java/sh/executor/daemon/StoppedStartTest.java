package sh.executor.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.testkit.Processes;

/** A server and a migration that are told to stop while their database comes up. */
class StoppedStartTest {

  private static final Duration SOON = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void aMigrationTakesItsDatabaseWithIt() throws Exception {
    Process migration = start("migrate");
    await().atMost(SOON).until(() -> Files.exists(Postmaster.file(data())));

    migration.destroy();

    assertThat(migration.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(migration.exitValue()).isEqualTo(143);
    await().atMost(SOON).until(() -> Processes.toldOf(folder.toString()).isEmpty());
    assertThat(Postmaster.file(data())).doesNotExist();
  }

  @Test
  void aServerDoesNotWaitUntilItsDatabaseIsMade() throws Exception {
    Process server = start("serve");
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> Files.exists(data().resolveSibling("data.new")) || Files.exists(data()));

    server.destroy();

    assertThat(server.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    await().atMost(SOON).until(() -> Processes.toldOf(folder.toString()).isEmpty());
    assertThat(Postmaster.file(data())).doesNotExist();
  }

  private Process start(String command) throws IOException {
    Path home = Files.createDirectories(data().resolveSibling("."));
    Path unpacked = PostgresBinaries.unpacked(Files.createDirectory(folder.resolve("programs")));
    Files.createSymbolicLink(home.resolve(unpacked.getFileName()), unpacked);
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "sh.executor.app.Main",
            command,
            "--data-dir",
            folder.resolve("server").toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("EXECUTOR_"));
    return builder
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private Path data() {
    return folder.resolve("server").resolve("postgres").resolve("data");
  }
}
