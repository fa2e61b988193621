package sh.executor.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.testkit.Processes;

/**
 * Data directories that can not be used, and the real command line on them: whoever asks is told
 * why in one line, and no process is left.
 */
class UnusableDirectoryTest {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}\n";

  @TempDir Path folder;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void nothingIsLeft() {
    started.forEach(Process::destroyForcibly);
    await("all processes of this test to end")
        .atMost(SOON)
        .until(() -> Processes.toldOf(folder.toString()).isEmpty());
  }

  @Test
  void whoMayNotWriteIsToldSo() throws Exception {
    RunAs ordinary = RunAs.here();
    if (ordinary == RunAs.NOBODY) {
      // Root that can not become less without losing sight of the programs: for it all is writable.
      assertThat(Files.isWritable(Path.of("/"))).isTrue();
      return;
    }
    Path data = DataDirectory.open(folder.resolve("a däta")).root();
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      List<Process> clients = new ArrayList<>();
      for (String command : List.of("mcp", "daemon start", "serve", "migrate")) {
        List<String> line = new ArrayList<>(ordinary.prefix());
        line.addAll(executor(data, command.split(" ", -1)));
        clients.add(start(line));
      }

      for (Process client : clients) {
        assertThat(failure(client))
            .startsWith("executor: Can not write to the data directory " + data)
            .contains("permission denied", "--data-dir");
      }
    } finally {
      Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void onADiskWithoutRoomEveryClientIsToldSo() throws Exception {
    Optional<SmallDisk> disk = SmallDisk.at(folder, "128k");
    if (disk.isEmpty()) {
      assertThat(RunAs.here()).as("whoever may mount nothing").isNotEqualTo(RunAs.NAMESPACE);
      return;
    }
    try (SmallDisk small = disk.get()) {
      Path data = folder.resolve("data");
      Process agent = start(small.inside(executor(data, "mcp")));
      agent.getOutputStream().write(INITIALIZE.getBytes(StandardCharsets.UTF_8));
      agent.getOutputStream().flush();
      Process first = start(small.inside(executor(data, "daemon", "start")));
      Process second = start(small.inside(executor(data, "daemon", "start")));

      assertThat(failure(first)).containsIgnoringCase("no space left");
      assertThat(failure(second)).containsIgnoringCase("no space left");
      assertThat(agent.inputReader(StandardCharsets.UTF_8).readLine())
          .contains("\"id\":1", "\"error\"")
          .containsIgnoringCase("no space left");
      agent.getOutputStream().close();
      assertThat(agent.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void onADiskWithoutRoomForADatabaseItSaysSo() throws Exception {
    Path programs = Files.createDirectory(folder.resolve("programs"));
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Optional<SmallDisk> some = SmallDisk.at(disk, "16m");
    if (some.isEmpty()) {
      assertThat(RunAs.here()).as("whoever may mount nothing").isNotEqualTo(RunAs.NAMESPACE);
      return;
    }
    try (SmallDisk small = some.get()) {
      Path unpacked = PostgresBinaries.unpacked(programs);
      Path home = disk.resolve("postgres");
      String link = "mkdir \"$0\" && ln -s \"$1\" \"$0\"";
      assertThat(
              start(small.inside(List.of("sh", "-c", link, home.toString(), unpacked.toString())))
                  .waitFor())
          .isZero();

      assertThat(failure(start(small.inside(executor(disk, "daemon", "start")))))
          .contains("PostgreSQL's initdb failed")
          .containsIgnoringCase("no space left");
    }
  }

  private static List<String> executor(Path data, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add("sh.executor.app.Main");
    command.addAll(Arrays.asList(arguments));
    command.addAll(List.of("--data-dir", data.toString()));
    return command;
  }

  private Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("EXECUTOR_"));
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    started.add(process);
    return process;
  }

  /** What a command that fails says, which is one line. */
  private static String failure(Process process) throws Exception {
    String said =
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isEqualTo(1);
    List<String> lines = said.lines().filter(line -> !line.startsWith("Starting ")).toList();
    assertThat(lines).singleElement().asString().startsWith("executor: ");
    return lines.getFirst();
  }
}
