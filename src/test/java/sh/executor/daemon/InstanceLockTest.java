package sh.executor.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceLockTest {

  @TempDir Path folder;

  @Test
  void aSecondOwnerIsRefusedByTheProcessOfTheFirst() {
    DataDirectory directory = DataDirectory.open(folder);

    try (InstanceLock _ = InstanceLock.claim(directory)) {
      assertThatThrownBy(() -> InstanceLock.claim(directory))
          .isInstanceOf(LocalServerException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining(directory.root().toString());
    }
  }

  @Test
  void onceTheFirstServesItsUrlIsNamed() {
    DataDirectory directory = DataDirectory.open(folder);

    try (InstanceLock _ = InstanceLock.claim(directory)) {
      announced(directory);

      assertThatThrownBy(() -> InstanceLock.claim(directory))
          .hasMessageContaining("http://127.0.0.1:4788");
    }
  }

  @Test
  void aDirectoryThatWasGivenUpCanBeTaken() {
    DataDirectory directory = DataDirectory.open(folder);
    InstanceLock first = InstanceLock.claim(directory);
    announced(directory);

    first.close();

    assertThat(directory.control().resolve("server.json")).doesNotExist();
    assertThatCode(() -> InstanceLock.claim(directory).close()).doesNotThrowAnyException();
  }

  @Test
  void anotherProcessIsRefusedAndTheLockOfAKilledOneIsFree() throws Exception {
    DataDirectory directory = DataDirectory.open(folder);
    Process owner = OwnerProcess.holding(folder);
    try {
      assertThatThrownBy(() -> InstanceLock.claim(directory))
          .hasMessageContaining("process " + owner.pid());
    } finally {
      owner.destroyForcibly().waitFor();
    }

    assertThatCode(() -> InstanceLock.claim(directory).close()).doesNotThrowAnyException();
  }

  private static void announced(DataDirectory directory) {
    RunningServer.here(
            RunningServer.Kind.DAEMON,
            directory,
            URI.create("http://127.0.0.1:4788"),
            Instant.EPOCH,
            "1.2.3")
        .announce(directory);
  }
}
