package sh.executor.daemon.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.testkit.ScriptedServer;

/** {@code executor mcp} as a process of its own, and how it ends: with its session, always. */
class BridgeProcessTest {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String BEGINNING =
      "{\"jsonrpc\":\"2.0\",\"id\":\"init\",\"method\":\"initialize\",\"params\":"
          + "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{}}}\n"
          + "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n";

  @TempDir Path folder;

  private final List<Process> started = new ArrayList<>();
  private ScriptedServer server;

  @BeforeEach
  void serve() throws IOException {
    server =
        ScriptedServer.start(
            (seen, wire) -> {
              if (seen.body().contains("hangs")) {
                wire.awaitClose();
              } else {
                Peer.legacy(seen, wire);
              }
            });
  }

  @AfterEach
  void stop() throws IOException {
    started.forEach(
        process -> {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
        });
    server.close();
  }

  @Test
  void theEndOfTheInputEndsTheSession() throws Exception {
    Process bridge = start(command());
    begin(bridge.getOutputStream());

    bridge.getOutputStream().close();

    assertThat(bridge.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(bridge.exitValue()).isZero();
    awaitSessionEnd();
  }

  @Test
  void aSignalEndsTheSessionAlsoWhileACallIsUnderWay() throws Exception {
    Process bridge = start(command());
    begin(bridge.getOutputStream());
    write(bridge.getOutputStream(), Peer.request(2, "hangs") + '\n');
    await().atMost(SOON).until(() -> saw("hangs"));

    // A signal alone: a process is destroyed with its streams closed.
    bridge.toHandle().destroy();

    assertThat(bridge.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(bridge.exitValue()).isEqualTo(128 + 15);
    awaitSessionEnd();
  }

  /** What else the client has started may have inherited the other end of the input. */
  @Test
  void aClientThatIsKilledEndsItThoughTheInputStaysOpen() throws Exception {
    Path pipe = folder.resolve("input");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    List<String> client =
        new ArrayList<>(List.of("sh", "-c", "\"$@\" < \"$0\" & wait", pipe.toString()));
    client.addAll(command());
    Process process = start(client);
    try (OutputStream held = new FileOutputStream(pipe.toFile())) {
      begin(held);
      ProcessHandle bridge = process.children().findFirst().orElseThrow();

      process.destroyForcibly();

      assertThat(bridge.onExit()).succeedsWithin(SOON);
      awaitSessionEnd();
    }
  }

  private void begin(OutputStream in) throws IOException {
    write(in, BEGINNING);
    await().atMost(SOON).until(() -> saw("GET"));
  }

  private static void write(OutputStream in, String lines) throws IOException {
    in.write(lines.getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  private boolean saw(String what) {
    return server.ledger().stream()
        .anyMatch(seen -> seen.method().equals(what) || seen.body().contains(what));
  }

  /** The bridge ends without waiting for long that the server has read that its session does. */
  private void awaitSessionEnd() {
    await().atMost(SOON).untilAsserted(() -> assertThat(sessionsEnded()).isOne());
  }

  private long sessionsEnded() {
    return server.ledger().stream()
        .filter(seen -> seen.method().equals("DELETE"))
        .filter(seen -> seen.header("mcp-session-id").filter("s1"::equals).isPresent())
        .count();
  }

  private List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        "sh.executor.app.Main",
        "mcp",
        "--base-url",
        server.uri("").toString(),
        "--data-dir",
        folder.toString());
  }

  private Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("EXECUTOR_"));
    // Nobody reads it here: a pipe might end with the client.
    builder.redirectOutput(Files.createTempFile(folder, "said", ".txt").toFile());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    started.add(process);
    return process;
  }
}
