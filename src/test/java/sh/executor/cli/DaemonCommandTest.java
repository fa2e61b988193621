package sh.executor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.daemon.DataDirectory;
import sh.executor.daemon.InstanceLock;
import sh.executor.daemon.RunningServer;
import sh.executor.daemon.election.ServerProgram;

class DaemonCommandTest {

  @TempDir Path folder;

  private final List<String> served = new ArrayList<>();

  @Test
  void withoutACommandOfItsOwnItIsNotUnderstood() {
    assertThat(run("daemon").code()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "stop", "logs"})
  void toAskAboutADirectoryDoesNotMakeIt(String command) {
    CommandRun run = run("daemon", command);

    assertThat(run.code()).isEqualTo(command.equals("status") ? 1 : 0);
    assertThat(data()).doesNotExist();
  }

  @Test
  void oneThatDoesNotRunIsStopped() {
    assertThat(run("daemon", "status").out()).isEqualTo("No server runs here.\n");
    assertThat(run("daemon", "status", "--json").out()).contains("\"status\": \"stopped\"");
    assertThat(run("daemon", "stop", "--json").out()).contains("\"status\": \"stopped\"");
  }

  @Test
  void oneThatRunsIsFound() throws IOException {
    DataDirectory directory = DataDirectory.open(data());
    HttpServer http = answering();
    try (InstanceLock _ = InstanceLock.claim(directory)) {
      String origin = announce(directory, http.getAddress().getPort());

      assertThat(run("daemon", "start").out()).isEqualTo("Daemon ready on " + origin + "\n");
      assertThat(run("daemon", "run", "--json").out()).contains("\"origin\": \"" + origin + '"');
      assertThat(served("daemon", "status").out())
          .startsWith("Running at " + origin)
          .contains("cli-daemon, version 9.9, since 1970");
      assertThat(served("daemon", "status", "--json").out())
          .contains("\"status\": \"running\"", "\"kind\": \"cli-daemon\"");
    } finally {
      http.stop(0);
    }
  }

  @Test
  void oneThatDoesNotAnswerIsUnreachable() {
    DataDirectory directory = DataDirectory.open(data());
    try (InstanceLock _ = InstanceLock.claim(directory)) {
      assertThat(run("daemon", "status").out()).contains("it starts or stops");
      assertThat(run("daemon", "status", "--json").out()).contains("\"status\": \"busy\"");
      announce(directory, 1);

      assertThat(run("daemon", "status").out()).startsWith("Unreachable: process ");
      assertThat(run("daemon", "status", "--json").out()).contains("\"unreachable\"");
    }
  }

  @Test
  void oneThatWasKilledLeftSomethingBehind() {
    announce(DataDirectory.open(data()), 1);

    assertThat(run("daemon", "status").out()).contains("the last one was killed");
  }

  @Test
  void whyOneDoesNotStartIsSaid() {
    CommandRun run = run("daemon", "restart");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("Starting the server of").contains("Can not start a server");
  }

  @Test
  void inTheForegroundItServesOthers() {
    CommandRun run = run("daemon", "run", "--foreground", "--port", "1", "--detach");

    assertThat(run.code()).isZero();
    assertThat(served).containsExactly("127.0.0.1:1 detached");
  }

  @Test
  void itsLogIsShownFromTheEnd() throws IOException {
    DataDirectory directory = DataDirectory.open(data());
    Files.writeString(directory.logs().resolve("daemon.log"), "one\ntwo\nthree\n");

    assertThat(run("daemon", "logs", "-n", "2").out()).isEqualTo("two\nthree\n");
    assertThat(run("daemon", "logs", "-n", "2", "--json").out())
        .contains("\"lines\": [", "\"two\"", "\"three\"", "daemon.log");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "daemon run --foreground --port 99999",
        "daemon start --port -1",
        "service install --port 65536",
        "install --port x",
        "serve --port 99999",
        "daemon logs -n -5"
      })
  void aNumberThatCanNotBeIsNotUnderstood(String line) {
    CommandRun run = run(line.split(" ", -1));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().lines()).singleElement().asString().contains("a number from 0 to");
    assertThat(served).isEmpty();
  }

  @Test
  void itIsAboutThisMachine() {
    assertThat(run("daemon", "start", "--base-url", "https://e.example").err())
        .contains("about this machine");
  }

  private static String announce(DataDirectory directory, int port) {
    URI origin = URI.create("http://127.0.0.1:" + port);
    RunningServer.here(RunningServer.Kind.DAEMON, directory, origin, Instant.EPOCH, "9.9")
        .announce(directory);
    return origin.toString();
  }

  private static HttpServer answering() throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/api/health",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("ok".getBytes(StandardCharsets.US_ASCII));
          exchange.close();
        });
    http.start();
    return http;
  }

  /** A run of a command that succeeds where a server answers, which it waits for a moment only. */
  private CommandRun served(String... arguments) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> run(arguments), run -> run.code() == 0);
  }

  private Path data() {
    return folder.resolve("data");
  }

  private CommandRun run(String... arguments) {
    Host host =
        new CommandRun.NoHost() {
          @Override
          public int daemon(ServeOptions options, boolean detached) {
            served.add(options.host() + ':' + options.port() + (detached ? " detached" : ""));
            return 0;
          }

          @Override
          public ServerProgram program() {
            return new ServerProgram(List.of("/nonexistent"));
          }
        };
    return CommandRun.of(Map.of("EXECUTOR_DATA_DIR", data().toString()), "", host, arguments);
  }
}
