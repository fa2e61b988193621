package sh.executor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.cli.service.SystemTools;
import sh.executor.daemon.DataDirectory;
import sh.executor.daemon.InstanceLock;
import sh.executor.daemon.RunningServer;
import sh.executor.daemon.election.ServerProgram;
import sh.executor.testkit.Upstream;

/** The commands, with a service manager that is played: the real one is not to be touched. */
class ServiceCommandTest {

  @TempDir private Path folder;

  private final List<String> ledger = new ArrayList<>();
  private final Upstream server =
      Upstream.answering(
          call -> Upstream.Reply.of(200, "text/plain", "ok".getBytes(StandardCharsets.US_ASCII)));
  private boolean serves = true;
  private long main = ProcessHandle.current().pid();
  private @Nullable InstanceLock lock;

  @AfterEach
  void close() {
    server.close();
    release();
  }

  @Test
  void aServiceIsInstalledWhenItServes() throws Exception {
    CommandRun installed = run("install", "--port", "4799");
    CommandRun status = served("service", "status");
    CommandRun program = served("service", "status", "--json");

    assertThat(installed.code()).as(installed.err()).isZero();
    assertThat(installed.out().strip()).isEqualTo("Installed; it serves at " + server.url() + '.');
    assertThat(unit())
        .content()
        .contains("\"/bin/java\" \"daemon\" \"run\" \"--foreground\" \"--port\" \"4799\"")
        .contains("\"--data-dir\" \"" + folder.resolve("data") + '"');
    assertThat(status.code()).isZero();
    assertThat(status.out())
        .contains("Platform:   systemd", "Running:    yes", "Serving:    " + server.url());
    assertThat(status.err()).as("it is what would be installed on its own port").isEmpty();
    JsonNode told = new ObjectMapper().readTree(program.out());
    assertThat(told.path("origin").asText()).isEqualTo(server.url());
    assertThat(told.path("file").asText()).isEqualTo(unit().toString());
    assertThat(told.path("current").asBoolean()).isTrue();
    assertThat(told.path("isService").asBoolean()).isTrue();
  }

  @Test
  void aServiceIsStoppedStartedAndForgotten() {
    run("service", "install");

    assertThat(run("service", "stop").out().strip()).isEqualTo("Stopped.");
    assertThat(run("service", "start").out()).startsWith("Started; it serves at");
    assertThat(run("service", "restart").out()).startsWith("Restarted; it serves at");
    assertThat(run("service", "uninstall").out().strip()).isEqualTo("Uninstalled.");
    assertThat(unit()).doesNotExist();
  }

  @Test
  void aServiceThatIsNotThereIsNot() {
    CommandRun status = run("service", "status");

    assertThat(status.code()).isEqualTo(1);
    assertThat(status.out()).contains("Registered: no", "Running:    no", "Serving:    no");
    assertThat(run("service", "status", "--json").out()).contains("\"registered\": false");
    assertThat(run("service", "uninstall").out().strip()).isEqualTo("There was no service.");
    assertThat(run("service", "start").err()).contains("executor service install");
    assertThat(ledger).isEmpty();
  }

  @Test
  void aServiceThatDoesNotServeIsAFailure() {
    serves = false;

    CommandRun run = run("service", "install", "--boot");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("it does not serve after 45 seconds");
    assertThat(ledger).contains("loginctl enable-linger");
  }

  @Test
  void whatIsInstalledByAnotherBuildIsSaidToBeDue() throws Exception {
    run("install");
    Files.writeString(unit(), Files.readString(unit()).replace("/bin/java", "/old/java"));

    assertThat(run("service", "status").err()).contains("install it again");
    assertThat(run("service", "status", "--json").out()).contains("\"current\": false");
  }

  @Test
  void aServerThatSomebodyElseStartedIsNotTakenForTheService() {
    run("install");
    main = 1;

    assertThat(served("service", "status").err()).contains("Another process serves");
    assertThat(served("service", "status", "--json").out()).contains("\"isService\": false");
    assertThat(run("service", "start").code()).isEqualTo(1);
  }

  @Test
  void theDaemonThatIsTheServiceIsStoppedAndStartedByItsPlatform() {
    run("install");
    ledger.clear();

    CommandRun restarted = run("daemon", "restart");
    CommandRun stopped = run("daemon", "stop");

    assertThat(restarted.out()).isEqualTo("Daemon ready on " + server.url() + "\n");
    assertThat(stopped.out()).startsWith("Stopped process ");
    assertThat(ledger)
        .filteredOn(line -> !line.contains(" show "))
        .containsExactly(
            "systemctl --user stop executor.service",
            "systemctl --user start executor.service",
            "systemctl --user stop executor.service");
  }

  @Test
  void aServiceIsAboutThisMachine() {
    assertThat(run("service", "install", "--server", "x").err()).contains("about this machine");
  }

  private Path unit() {
    return folder.resolve("config").resolve("systemd").resolve("user").resolve("executor.service");
  }

  /** A run of a command that succeeds where a server answers, which it waits for a moment only. */
  private CommandRun served(String... arguments) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> run(arguments), run -> run.code() == 0);
  }

  private CommandRun run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data-dir", folder.resolve("data").toString()));
    Host host =
        new CommandRun.NoHost() {
          @Override
          public ServerProgram program() {
            return new ServerProgram(List.of("/bin/java"));
          }

          @Override
          public SystemTools tools() {
            return ServiceCommandTest.this::systemctl;
          }
        };
    Map<String, String> environment =
        Map.of("XDG_CONFIG_HOME", folder.resolve("config").toString());
    return CommandRun.of(environment, "", host, all.toArray(String[]::new));
  }

  private SystemTools.Ran systemctl(List<String> command) {
    String line = String.join(" ", command);
    ledger.add(line);
    if (line.contains(" restart ") || line.contains(" start ")) {
      release();
      DataDirectory directory = DataDirectory.open(folder.resolve("data"));
      if (serves) {
        lock = InstanceLock.claim(directory);
        RunningServer.here(
                RunningServer.Kind.DAEMON, directory, URI.create(server.url()), Instant.EPOCH, "1")
            .announce(directory);
      }
    } else if (line.contains(" stop ") || line.contains(" disable ")) {
      release();
    }
    return new SystemTools.Ran(
        0, "MainPID=" + main + "\nActiveState=" + (lock == null ? "inactive" : "active"));
  }

  private void release() {
    if (lock != null) {
      lock.close();
      lock = null;
    }
  }
}
