package sh.executor.daemon.election;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonLogTest {

  @TempDir Path folder;

  @Test
  void theLogsOfTheLastStartsAreKept() throws IOException {
    DaemonLog log = new DaemonLog(folder);
    for (int start = 1; start <= 7; start++) {
      log.begin();
      Files.writeString(log.file(), "start " + start);
    }

    assertThat(log.file()).hasContent("start 7");
    assertThat(folder.resolve("daemon.1.log")).hasContent("start 6");
    assertThat(folder.resolve("daemon.4.log")).hasContent("start 3");
    assertThat(folder.toFile().list()).hasSize(5);
  }

  @Test
  void oneThatGrewLargeBeginsAgain() throws IOException {
    DaemonLog log = new DaemonLog(folder);
    log.begin();
    Files.write(log.file(), new byte[(8 << 20) + 1]);

    log.bound();
    log.bound();

    assertThat(log.file()).isEmptyFile();
    assertThat(folder.resolve("daemon.1.log")).hasSize((8 << 20) + 1);
    assertThat(folder.resolve("daemon.2.log")).doesNotExist();
  }

  @Test
  void oneThatCanNotBePutAwayBeginsAgainWithoutACopy() throws IOException {
    DaemonLog log = new DaemonLog(folder);
    log.begin();
    Files.write(log.file(), new byte[(8 << 20) + 1]);
    // What is not empty is not replaced.
    Files.createDirectories(folder.resolve("daemon.1.log").resolve("in the way"));
    Files.createDirectories(folder.resolve("daemon.2.log").resolve("in the way"));

    log.boundIfPossible();

    assertThat(log.file()).isEmptyFile();
  }

  @Test
  void theReasonIsTheLastFailureThatWasTold() throws IOException {
    DaemonLog log = new DaemonLog(folder);
    assertThat(log.reason()).isEqualTo("It said nothing.");
    log.begin();
    Files.writeString(log.file(), "Error: could not find or load\n\n");
    assertThat(log.reason()).isEqualTo("Error: could not find or load");

    Files.writeString(log.file(), "info\nexecutor: No disk.\n\tat sh.executor.app.Main\n");

    assertThat(log.reason()).isEqualTo("No disk.");
  }
}
