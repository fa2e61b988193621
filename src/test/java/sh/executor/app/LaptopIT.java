package sh.executor.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.daemon.DataDirectory;
import sh.executor.daemon.RunningServer;
import sh.executor.rest.Pets;
import sh.executor.testkit.PackagedCli;
import sh.executor.testkit.Processes;
import sh.executor.testkit.Rest;
import sh.executor.testkit.Trials;
import sh.executor.testkit.Upstream;

/** The packaged command line on a machine of its own: agents start it, and share one server. */
class LaptopIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final int CLIENTS = 6;
  private static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
          + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"it\",\"version\":\"1\"}}}";
  private static final String INITIALIZED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

  @TempDir Path folder;

  @AfterEach
  void nothingIsLeft() throws Exception {
    for (Path data : directories()) {
      assertThat(cli(data, "daemon", "stop", "--force")).isZero();
    }
    await("all processes of this test to end")
        .atMost(SOON)
        .until(() -> Processes.toldOf(folder.toString()).isEmpty());
  }

  @Test
  void twoAgentsOfDesktopClientsShareWhatOneOfThemSetUp() throws Exception {
    Path data = folder.resolve("my däta");
    Path config = folder.resolve("config.json");
    Files.writeString(config, configuration(data));
    try (Upstream pets = Pets.open()) {
      ProcessBuilder node = new ProcessBuilder("node", "clients/laptop.mjs");
      node.directory(Path.of("src/test/npm").toFile());
      node.redirectError(ProcessBuilder.Redirect.INHERIT);
      node.environment().put("CONFIG", config.toString());
      node.environment().put("DATA_DIR", data.toString());
      node.environment().put("PETS", pets.url());
      Process process = node.start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(printed).isZero();
      JsonNode seen = JSON.readTree(printed);

      assertThat(seen.at("/read/result/data/0/name").asText()).isEqualTo("Rex");
      assertThat(seen.at("/shared/result/data/0/name").asText()).isEqualTo("Rex");
      assertThat(seen.at("/paused/status").asText()).isEqualTo("user_approval_required");
      assertThat(seen.at("/approved/shown").asText()).contains("May this call be made?");
      assertThat(seen.at("/approved/status").asInt()).isEqualTo(303);
      assertThat(seen.at("/resumed/result/http/status").asInt()).isEqualTo(201);
      assertThat(pets.ledger("POST", "/pets")).hasSize(1);
      assertThat(servers()).as("one server for both").hasSize(1);
      assertThat(seen.path("bridges"))
          .allSatisfy(
              pid -> await().atMost(SOON).until(() -> ProcessHandle.of(pid.asLong()).isEmpty()));
    }
  }

  @Test
  @Tag("random")
  void ofManyColdClientsEachIsServedByTheOneServer() throws Exception {
    Trials trials = Trials.of(1);
    int rounds = Math.min(trials.count(), 30);
    int clients = rounds > 1 ? 2 * CLIENTS : CLIENTS;
    for (int round = 0; round < rounds; round++) {
      Path data = folder.resolve("round " + round);
      for (String wave : List.of("cold", "warm")) {
        List<Agent> agents = Stream.generate(() -> new Agent(data)).limit(clients).toList();
        agents.forEach(Agent::begin);

        assertThat(agents)
            .as("%s clients of round %d", wave, round)
            .allSatisfy(agent -> assertThat(agent.answered()).isEqualTo(2));
        assertThat(servers()).as("%s clients of round %d", wave, round).hasSize(1);
        agents.forEach(Agent::end);
      }
      assertThat(cli(data, "daemon", "stop")).isZero();
    }
  }

  @Test
  void whenTheServerIsKilledItsCallFailsAndTheNextFindsAnother() throws Exception {
    Path data = folder.resolve("data");
    Agent agent = new Agent(data);
    Agent other = new Agent(data);
    agent.begin();
    other.begin();
    assertThat(agent.answered()).isEqualTo(2);
    assertThat(other.answered()).isEqualTo(2);
    RunningServer killed = RunningServer.announced(DataDirectory.open(data)).orElseThrow();

    agent.write(execute(7, "while (true) {}"));
    await("the call to be under way").atMost(SOON).until(() -> runs(data, killed) == 1);
    ProcessHandle server = ProcessHandle.of(killed.pid()).orElseThrow();
    server.destroyForcibly();
    JsonNode failure = agent.read();

    assertThat(failure.path("id").asInt()).isEqualTo(7);
    assertThat(failure.at("/error/code").asInt()).isEqualTo(-32000);
    agent.write(execute(8, "return 2"));
    other.write(execute(8, "return 2"));
    assertThat(agent.read().at("/result/structuredContent/result").asInt()).isEqualTo(2);
    assertThat(other.read().at("/result/structuredContent/result").asInt()).isEqualTo(2);
    assertThat(servers()).hasSize(1).doesNotContain(killed.pid());
    agent.end();
    other.end();
  }

  /** A ping is sent after the calls: once it is answered, they are all under way. */
  @Test
  @Timeout(600)
  void whenTheServerIsKilledUnderManyCallsNoneHangsAndAllGoOn() throws Exception {
    Path data = folder.resolve("data");
    List<Agent> agents = Stream.generate(() -> new Agent(data)).limit(4).toList();
    agents.forEach(Agent::begin);
    assertThat(agents).allSatisfy(agent -> assertThat(agent.answered()).isEqualTo(2));
    RunningServer killed = RunningServer.announced(DataDirectory.open(data)).orElseThrow();
    List<Integer> calls = List.of(10, 11, 12, 13);
    for (Agent agent : agents) {
      calls.forEach(id -> agent.write(execute(id, "while (true) {}")));
      agent.write("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"ping\"}");
      assertThat(agent.read().path("id").asInt()).isEqualTo(3);
    }

    ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();

    for (Agent agent : agents) {
      List<JsonNode> answers = calls.stream().map(_ -> agent.read()).toList();
      assertThat(answers)
          .extracting(answer -> answer.path("id").asInt())
          .containsExactlyInAnyOrderElementsOf(calls);
      assertThat(answers)
          .extracting(answer -> answer.at("/error/code").asInt())
          .containsOnly(-32000);
    }
    agents.forEach(agent -> agent.write(execute(20, "return 2")));
    assertThat(agents)
        .allSatisfy(
            agent ->
                assertThat(agent.read().at("/result/structuredContent/result").asInt())
                    .isEqualTo(2));
    assertThat(servers()).hasSize(1).doesNotContain(killed.pid());
    agents.forEach(Agent::end);
  }

  @Test
  void aBridgeEndsWithItsClientHoweverThatEnds() throws Exception {
    Path data = folder.resolve("data");
    Agent quiet = new Agent(data);
    Agent told = new Agent(data);
    quiet.begin();
    told.begin();
    assertThat(quiet.answered()).isEqualTo(2);
    assertThat(told.answered()).isEqualTo(2);

    quiet.end();
    told.process.destroy();

    assertThat(told.process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(servers()).as("the server stays").hasSize(1);
  }

  /** How many runs are under way, as the server tells its owner. */
  private static int runs(Path data, RunningServer server) throws IOException {
    Path auth = data.resolve("server-control").resolve("auth.json");
    String token = JSON.readTree(Files.readString(auth)).path("token").asText();
    return Rest.at(server.origin()).as(token).get("/executions?status=running").expect(200).size();
  }

  private static String execute(int id, String code) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\"tools/call\",\"params\":{\"name\":\"execute\",\"arguments\":{\"code\":\""
        + code
        + "\"}}}";
  }

  private static String configuration(Path data) {
    ObjectNode root = JSON.createObjectNode();
    List<String> command = PackagedCli.command("mcp");
    ObjectNode server = root.putObject("mcpServers").putObject("executor");
    server.put("command", command.getFirst());
    command.subList(1, command.size()).forEach(server.withArrayProperty("args")::add);
    // As the launcher does it for clients that pass no locale on.
    server.putObject("env").put("LC_CTYPE", "C.UTF-8").put("EXECUTOR_DATA_DIR", data.toString());
    return root.toString();
  }

  private static int cli(Path data, String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(PackagedCli.command(arguments));
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("EXECUTOR_DATA_DIR", data.toString());
    Process process = builder.start();
    assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private List<Path> directories() throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(Files::isDirectory).toList();
    }
  }

  private Set<Long> servers() {
    return Processes.toldOf(folder.toString(), "--detach").stream()
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  /** A client that writes and reads lines. */
  private static final class Agent {

    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;

    Agent(Path data) {
      ProcessBuilder builder = new ProcessBuilder(PackagedCli.command("mcp"));
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().put("EXECUTOR_DATA_DIR", data.toString());
      try {
        process = builder.start();
      } catch (IOException e) {
        throw new IllegalStateException("start a bridge", e);
      }
      in = process.outputWriter(StandardCharsets.UTF_8);
      out = process.inputReader(StandardCharsets.UTF_8);
    }

    void begin() {
      write(INITIALIZE);
      write(INITIALIZED);
      write("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}");
    }

    /** The id of the second answer, when the first is an agreement. */
    int answered() {
      JsonNode agreed = read();
      assertThat(agreed.at("/result/protocolVersion").asText())
          .as(agreed.toString())
          .isEqualTo("2025-11-25");
      return read().path("id").asInt();
    }

    void write(String line) {
      try {
        in.write(line + '\n');
        in.flush();
      } catch (IOException e) {
        throw new IllegalStateException("write to a bridge", e);
      }
    }

    JsonNode read() {
      try {
        return JSON.readTree(String.valueOf(out.readLine()));
      } catch (IOException e) {
        throw new IllegalStateException("read from a bridge", e);
      }
    }

    void end() {
      try {
        in.close();
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
      } catch (IOException e) {
        throw new IllegalStateException("end a bridge", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
