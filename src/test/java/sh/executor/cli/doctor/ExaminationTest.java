package sh.executor.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.cli.doctor.Finding.State;
import sh.executor.cli.server.DeviceLogin;
import sh.executor.cli.server.ServerChoice;
import sh.executor.daemon.DataDirectory;
import sh.executor.daemon.InstanceLock;

class ExaminationTest {

  private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  private static final DeviceLogin LOGIN = new DeviceLogin(() -> Instant.EPOCH, duration -> {});

  @TempDir private Path folder;

  @Test
  void aMachineBeforeItsFirstStartIsWellAndStaysAsItIs() {
    Path data = folder.resolve("data");

    assertThat(new Examination(Map.of(), data).findings())
        .extracting(Finding::state)
        .containsOnly(State.OK);
    assertThat(data).doesNotExist();
  }

  @Test
  void aFileForADataDirectoryIsFound() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(finding("Data directory", Map.of(), file))
        .returns(State.FAILED, Finding::state)
        .satisfies(one -> assertThat(one.what()).contains("--data-dir"));
  }

  @Test
  void aDirectoryThatOthersReadIsWorthALook() throws IOException {
    Path control = Files.createDirectory(folder.resolve("server-control"));
    Files.setPosixFilePermissions(control, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(finding("Data directory", Map.of(), folder).state()).isEqualTo(State.WARNING);
  }

  @Test
  void whoHoldsTheLockIsNamed() {
    try (InstanceLock _ = InstanceLock.claim(DataDirectory.open(folder))) {
      assertThat(finding("Lock", Map.of(), folder).what())
          .isEqualTo("Held by process " + ProcessHandle.current().pid() + '.');
    }

    assertThat(finding("Lock", Map.of(), folder).what()).startsWith("Free");
  }

  @Test
  void aMasterKeyThatIsNoneIsFound() {
    assertThat(masterKey(Map.of("EXECUTOR_SECRET_KEY", KEY)).state()).isEqualTo(State.OK);
    assertThat(masterKey(Map.of("EXECUTOR_SECRET_KEY", "c2hvcnQ=")).state())
        .isEqualTo(State.FAILED);
    assertThat(masterKey(Map.of("EXECUTOR_SECRET_KEY", "no base 64!")).what())
        .contains("openssl rand")
        .doesNotContain("no base 64!");
  }

  @Test
  void aMasterKeyThatIsGoneOrOpenIsFound() throws IOException {
    Path file = Files.createDirectory(folder.resolve("server-control")).resolve("secret.key");
    Files.createDirectories(folder.resolve("postgres").resolve("data"));

    assertThat(masterKey(Map.of()).what()).contains("is gone");

    Files.writeString(file, KEY);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(masterKey(Map.of()).what()).contains("chmod 600");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(masterKey(Map.of()).state()).isEqualTo(State.OK);
  }

  @Test
  void aDatabaseOfAnotherKindIsFound() {
    assertThat(finding("Database", Map.of("EXECUTOR_DATABASE_URL", "mysql://x"), folder).state())
        .isEqualTo(State.FAILED);
    assertThat(
            finding("Database", Map.of("EXECUTOR_DATABASE_URL", "jdbc:postgresql://x/y"), folder)
                .state())
        .isEqualTo(State.OK);
  }

  @Test
  void noServerIsNoFailure() {
    ServerChoice choice = new ServerChoice(Map.of(), folder, null, null, LOGIN, Optional.empty());

    assertThat(new ServerExamination(choice, "1").findings())
        .extracting(Finding::check)
        .containsExactly("Server", "Port");
    assertThat(new ServerExamination(choice, "1").findings().getFirst().state())
        .isEqualTo(State.WARNING);
  }

  @Test
  void toLookForAServerMakesNothing() throws IOException {
    ServerChoice choice = new ServerChoice(Map.of(), folder, null, null, LOGIN, Optional.empty());

    List<Finding> findings = new ServerExamination(choice, "1").findings();

    assertThat(findings).extracting(Finding::check).containsExactly("Server", "Port");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aDirectoryThatCanNotBeLookedAtIsAFinding() throws IOException {
    Path below = Files.createFile(folder.resolve("file")).resolve("data");
    ServerChoice choice = new ServerChoice(Map.of(), below, null, null, LOGIN, Optional.empty());

    assertThat(new ServerExamination(choice, "1").findings())
        .singleElement()
        .returns(State.FAILED, Finding::state);
    assertThat(finding("Lock", Map.of(), below).state()).isEqualTo(State.FAILED);
  }

  @Test
  void aServerThatDoesNotAnswerIsAFailure() {
    ServerChoice choice =
        new ServerChoice(Map.of(), folder, null, "http://nowhere.invalid", LOGIN, Optional.empty());

    assertThat(new ServerExamination(choice, "1").findings())
        .singleElement()
        .returns(State.FAILED, Finding::state);
  }

  private Finding masterKey(Map<String, String> environment) {
    return finding("Master key", environment, folder);
  }

  private static Finding finding(String check, Map<String, String> environment, Path data) {
    return new Examination(environment, data)
        .findings().stream().filter(one -> one.check().equals(check)).findFirst().orElseThrow();
  }
}
