package sh.executor.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.cli.output.CommandFailure;

class OsServiceTest {

  private static final List<String> COMMAND = List.of("/bin/java", "-jar", "x.jar");

  @TempDir private Path home;

  private final List<String> ledger = new ArrayList<>();
  private String refused = "nothing";
  private String said = "";

  @Test
  void aServiceIsDescribedAndStarted() {
    OsService service = systemd();

    service.install(COMMAND, true);

    assertThat(service.platform().file()).content().contains("\"/bin/java\" \"-jar\"");
    assertThat(ledger)
        .containsExactly(
            "systemctl --user daemon-reload",
            "systemctl --user enable executor.service",
            "loginctl enable-linger",
            "systemctl --user restart executor.service");
    assertThat(service.status(COMMAND)).isEqualTo(new OsService.Status(true, true, true));
  }

  @Test
  void aServiceIsInstalledAgainAfterAnUpgrade() {
    OsService service = systemd();
    service.install(COMMAND, false);

    assertThat(service.status(List.of("/new/java")).current()).isFalse();
    service.install(List.of("/new/java"), false);

    assertThat(service.status(List.of("/new/java")).current()).isTrue();
    assertThat(ledger).contains("systemctl --user disable --now executor.service");
  }

  @Test
  void whatThePlatformRefusesLeavesNothing() {
    OsService service = systemd();
    refused = "enable executor.service";
    said = "Failed to connect to bus\nmore";

    assertThatThrownBy(() -> service.install(COMMAND, false))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("(Failed to connect to bus)")
        .hasMessageContaining("executor daemon start");
    assertThat(service.platform().file()).doesNotExist();
  }

  @Test
  void aServiceIsForgotten() {
    OsService service = systemd();
    service.install(COMMAND, false);

    assertThat(service.uninstall()).isTrue();
    assertThat(service.uninstall()).isFalse();
    assertThat(Files.exists(service.platform().file())).isFalse();
    assertThat(service.status(COMMAND).registered()).isFalse();
  }

  @Test
  void aServiceThatIsNotThereIsNotStarted() {
    assertThatThrownBy(systemd()::start).hasMessageContaining("There is no service");
    assertThatThrownBy(systemd()::stop).hasMessageContaining("There is no service");
    assertThat(ledger).isEmpty();
  }

  @Test
  void macIsToldOfAnAgentOfItsUser() {
    OsService service = new OsService(new Launchd(home, 501), this::run);
    service.install(COMMAND, false);
    service.stop();
    service.start();

    said = "\tstate = running";
    assertThat(service.status(COMMAND).running()).isTrue();
    said = "\tstate = not running";
    assertThat(service.status(COMMAND).running()).isFalse();
    service.uninstall();
    assertThat(ledger)
        .contains(
            "launchctl bootstrap gui/501 " + service.platform().file(),
            "launchctl kill SIGTERM gui/501/sh.executor.daemon",
            "launchctl bootout gui/501/sh.executor.daemon");
  }

  @Test
  void windowsIsToldOfATask() {
    OsService service = new OsService(new TaskScheduler(home, Map.of("USERNAME", "it")), this::run);
    service.install(COMMAND, false);
    service.uninstall();

    said = "Status: Running";
    assertThat(service.platform().runs(run(service.platform().query()))).isTrue();
    assertThat(ledger)
        .contains(
            "schtasks /Create /TN ExecutorDaemon /XML " + service.platform().file() + " /F",
            "schtasks /Run /TN ExecutorDaemon",
            "schtasks /Delete /TN ExecutorDaemon /F");
  }

  @Test
  void programsOfTheSystemAreRun() {
    assertThat(SystemTools.here().run(List.of("sh", "-c", "echo out; echo err >&2; exit 3")))
        .isEqualTo(new SystemTools.Ran(3, "out\nerr\n"));
    assertThat(SystemTools.here().run(List.of("/nonexistent/tool")).output())
        .isEqualTo("there is no /nonexistent/tool");
  }

  private OsService systemd() {
    return new OsService(new Systemd(home, Map.of()), this::run);
  }

  private SystemTools.Ran run(List<String> command) {
    String line = String.join(" ", command);
    ledger.add(line);
    return new SystemTools.Ran(line.endsWith(refused) ? 1 : 0, said);
  }
}
