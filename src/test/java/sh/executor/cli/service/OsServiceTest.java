package sh.executor.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.cli.output.CommandFailure;

class OsServiceTest {

  private static final List<String> COMMAND = List.of("/bin/java", "-jar", "x.jar");

  @TempDir private Path home;

  private final List<String> ledger = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private String refused = "nothing";
  private String said = "";
  private int asked;

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
    said = "MainPID=42\nActiveState=active\n";
    assertThat(service.status()).isEqualTo(new OsService.Status(true, true, OptionalLong.of(42)));
    said = "MainPID=0\nActiveState=inactive\n";
    assertThat(service.status()).isEqualTo(new OsService.Status(true, false, OptionalLong.empty()));
  }

  @Test
  void aServiceIsAProcessAsFarAsItsPlatformTells() {
    assertThat(new OsService.Status(true, true, OptionalLong.of(42)).is(42)).isTrue();
    assertThat(new OsService.Status(true, true, OptionalLong.of(42)).is(43)).isFalse();
    assertThat(new OsService.Status(true, true, OptionalLong.empty()).is(43)).isTrue();
    assertThat(new OsService.Status(true, false, OptionalLong.empty()).is(43)).isFalse();
  }

  @Test
  void aServiceIsInstalledAgainAfterAnUpgrade() {
    OsService service = systemd();
    service.install(COMMAND, false);

    assertThat(service.runsAs(List.of("/new/java"))).isFalse();
    service.install(List.of("/new/java"), false);

    assertThat(service.runsAs(List.of("/new/java"))).isTrue();
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
  void whatIsRefusedAfterItCountedIsTakenBack() {
    OsService service = systemd();
    refused = "enable-linger";

    assertThatThrownBy(() -> service.install(COMMAND, true)).isInstanceOf(CommandFailure.class);

    assertThat(ledger)
        .endsWith(
            "systemctl --user disable --now executor.service", "systemctl --user daemon-reload");
    assertThat(service.platform().file()).doesNotExist();
  }

  @Test
  void anUpgradeThatIsRefusedLeavesTheServiceThatWorked() {
    OsService service = systemd();
    service.install(COMMAND, false);
    refused = "enable-linger";

    assertThatThrownBy(() -> service.install(List.of("/new/java"), true))
        .isInstanceOf(CommandFailure.class);

    assertThat(service.runsAs(COMMAND)).isTrue();
    assertThat(ledger).endsWith("systemctl --user restart executor.service");
  }

  @Test
  void aServiceThatIsNotStoppedIsNotForgotten() {
    OsService service = systemd();
    service.install(COMMAND, false);
    refused = "disable --now executor.service";

    assertThatThrownBy(service::uninstall).hasMessageContaining("disable --now");

    assertThat(service.platform().file()).exists();
  }

  @Test
  void thePortIsReadFromWhatIsInstalled() {
    List<String> command = List.of("java", "--port", "5000", "--data-dir", "/d/--port 9");
    for (Platform platform :
        List.of(
            new Systemd(home, Map.of()), new Launchd(home, 1), new TaskScheduler(home, Map.of()))) {
      OsService service = new OsService(platform, this::run, pauses::add);
      assertThat(service.port()).isEmpty();

      service.install(command, false);

      assertThat(service.port()).as(platform.name()).hasValue(5_000);
    }
  }

  @Test
  void aServiceIsForgotten() {
    OsService service = systemd();
    service.install(COMMAND, false);

    assertThat(service.uninstall()).isTrue();
    assertThat(service.uninstall()).isFalse();
    assertThat(Files.exists(service.platform().file())).isFalse();
    assertThat(service.status().registered()).isFalse();
    assertThat(ledger).endsWith("systemctl --user daemon-reload");
  }

  @Test
  void aServiceThatIsNotThereIsNotStarted() {
    assertThatThrownBy(systemd()::start).hasMessageContaining("There is no service");
    assertThatThrownBy(systemd()::stop).hasMessageContaining("There is no service");
    assertThat(ledger).isEmpty();
  }

  @Test
  void macIsToldOfAnAgentOfItsUser() {
    OsService service = new OsService(new Launchd(home, 501), this::run, pauses::add);
    service.install(COMMAND, false);

    said = "\tpid = 42\n\tstate = running";
    assertThat(service.status()).isEqualTo(new OsService.Status(true, true, OptionalLong.of(42)));
    said = "\tstate = not running";
    assertThat(service.status().running()).isFalse();
    assertThat(ledger)
        .startsWith(
            "launchctl enable gui/501/sh.executor.daemon",
            "launchctl bootstrap gui/501 " + service.platform().file());
  }

  /** What a signal has ended would be started again; and to forget takes a while. */
  @Test
  void macForgetsAnAgentThatIsStoppedUntilItIsStarted() {
    OsService service = new OsService(new Launchd(home, 501), this::launchctl, pauses::add);
    service.install(COMMAND, false);
    ledger.clear();

    service.stop();
    service.stop();
    service.start();

    assertThat(ledger)
        .filteredOn(line -> !line.startsWith("launchctl print"))
        .containsExactly(
            "launchctl bootout gui/501/sh.executor.daemon",
            "launchctl bootstrap gui/501 " + service.platform().file(),
            "launchctl kickstart gui/501/sh.executor.daemon");
    assertThat(pauses).as("until it was forgotten").hasSize(2);
  }

  @Test
  void anAgentThatIsNeverForgottenIsAFailure() {
    OsService service = new OsService(new Launchd(home, 501), this::run, pauses::add);
    service.install(COMMAND, false);

    assertThatThrownBy(service::stop).hasMessageContaining("not stopped after a minute");
  }

  @Test
  void windowsIsToldOfATask() {
    OsService service =
        new OsService(new TaskScheduler(home, Map.of("USERNAME", "it")), this::run, pauses::add);
    service.install(COMMAND, false);
    said = "Status: Running";
    assertThat(service.status()).isEqualTo(new OsService.Status(true, true, OptionalLong.empty()));
    said = "Status: Ready";
    service.start();
    service.uninstall();

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

  /** One that leaves another behind has ended all the same, though the other has its output. */
  @Test
  @Timeout(60)
  void whatAProgramLeavesRunningIsNotWaitedFor() throws IOException {
    Path pipe = home.resolve("pipe");
    String script = "mkfifo \"$0\" && { cat \"$0\" & echo out; }";

    SystemTools.Ran ran = SystemTools.here().run(List.of("sh", "-c", script, pipe.toString()));

    assertThat(ran).isEqualTo(new SystemTools.Ran(0, "out\n"));
    // Lets it end.
    Files.writeString(pipe, "");
  }

  private OsService systemd() {
    return new OsService(new Systemd(home, Map.of()), this::run, pauses::add);
  }

  /** Knows an agent for a while after it was told to forget it. */
  private SystemTools.Ran launchctl(List<String> command) {
    SystemTools.Ran ran = run(command);
    boolean told = ledger.contains("launchctl bootout gui/501/sh.executor.daemon");
    return command.contains("print") && told && ++asked > 2 ? new SystemTools.Ran(113, "") : ran;
  }

  private SystemTools.Ran run(List<String> command) {
    String line = String.join(" ", command);
    ledger.add(line);
    return new SystemTools.Ran(line.endsWith(refused) ? 1 : 0, said);
  }
}
