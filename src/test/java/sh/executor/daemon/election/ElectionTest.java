package sh.executor.daemon.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.daemon.DataDirectory;
import sh.executor.daemon.InstanceLock;
import sh.executor.daemon.LocalServerException;
import sh.executor.daemon.OsLock;
import sh.executor.daemon.RunningServer;
import sh.executor.testkit.Processes;
import sh.executor.testkit.Together;
import sh.executor.testkit.Trials;

class ElectionTest {

  private static final int CLIENTS = 12;
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;

  @AfterEach
  void noServerIsLeft() {
    assertThat(servers().peek(ProcessHandle::destroyForcibly).toList())
        .allSatisfy(server -> assertThat(server.onExit()).succeedsWithin(SOON));
  }

  @Test
  void theFirstToAskHasAServerStartedAndTheNextFindsIt() {
    DataDirectory directory = DataDirectory.open(folder.resolve("data"));

    RunningServer first = election(directory, ElectedServer.program()).running();
    RunningServer second = election(directory, nothing()).running();

    assertThat(second).isEqualTo(first);
    assertThat(first.version()).isEqualTo("1.2.3");
    assertThat(servers()).extracting(ProcessHandle::pid).containsExactly(first.pid());
    assertThat(election(directory, nothing()).state()).isEqualTo(new DaemonState.Serving(first));
  }

  @Test
  @Tag("random")
  void ofManyClientsOneStartsTheServerAndAllUseIt() throws Exception {
    Trials trials = Trials.of(1);
    for (int round = 0; round < trials.count(); round++) {
      Path data = folder.resolve("many " + round + " ünïcode");

      Set<String> answers = new HashSet<>(Together.all(CLIENTS, () -> answer(data)));

      assertThat(answers).as("round %d", round).hasSize(1);
      assertThat(answers.iterator().next()).startsWith("serving ");
      assertThat(logs(data)).as("servers that were launched").hasSize(1);
      assertThat(servers()).hasSize(1);
      election(DataDirectory.open(data), nothing()).stop(SOON, true);
    }
  }

  /** A client is killed at a random moment of its start, with others waiting for it. */
  @Test
  @Tag("random")
  void aStarterThatIsKilledIsReplaced() throws Exception {
    Trials trials = Trials.of(2);
    for (int round = 0; round < trials.count(); round++) {
      Path data = folder.resolve("killed " + round);
      List<Process> clients = new ArrayList<>();
      clients.add(ElectingClient.start(data));
      int millis = trials.random().nextInt(1_500);
      boolean ended = clients.getFirst().waitFor(millis, TimeUnit.MILLISECONDS);
      clients.add(ElectingClient.start(data));
      clients.add(ElectingClient.start(data));
      if (!ended) {
        clients.getFirst().destroyForcibly().waitFor();
      }

      Set<String> answers = new HashSet<>();
      for (Process client : clients.subList(1, clients.size())) {
        answers.add(said(client));
      }

      assertThat(answers)
          .as("seed %d, round %d, killed after %d ms", trials.seed(), round, millis)
          .hasSize(1)
          .allSatisfy(answer -> assertThat(answer).startsWith("serving "));
      await().atMost(SOON).until(() -> servers().count() == 1);
      election(DataDirectory.open(data), nothing()).stop(SOON, true);
    }
  }

  @Test
  void aServerThatWasKilledIsReplacedByTheNextWhoAsks() throws Exception {
    DataDirectory directory = DataDirectory.open(folder.resolve("data"));
    RunningServer first = election(directory, ElectedServer.program()).running();

    kill(first);

    assertThat(election(directory, nothing()).state()).isEqualTo(new DaemonState.Absent(true));
    RunningServer second = election(directory, ElectedServer.program()).running();
    assertThat(second.pid()).isNotEqualTo(first.pid());
  }

  @Test
  void aManifestOfALiveProcessThatDoesNotOwnTheDirectoryFoolsNobody() {
    DataDirectory directory = DataDirectory.open(folder.resolve("data"));
    DataDirectory other = DataDirectory.open(folder.resolve("other"));
    RunningServer stranger = election(other, ElectedServer.program()).running();
    stranger.announce(directory);

    assertThat(election(directory, nothing()).state()).isEqualTo(new DaemonState.Absent(true));
    RunningServer own = election(directory, ElectedServer.program()).running();

    assertThat(own.pid()).isNotEqualTo(stranger.pid());
    assertThat(election(other, nothing()).running()).isEqualTo(stranger);
  }

  @Test
  void anOwnerIsNotBelievedBeforeItAnswers() {
    DataDirectory directory = DataDirectory.open(folder.resolve("data"));
    Election election = election(directory, nothing());

    try (InstanceLock _ = InstanceLock.claim(directory)) {
      assertThat(election.state()).isEqualTo(new DaemonState.Busy(ProcessHandle.current().pid()));
      RunningServer mute =
          RunningServer.here(
              RunningServer.Kind.FOREGROUND,
              directory,
              URI.create("http://127.0.0.1:1"),
              Instant.EPOCH,
              "1");
      mute.announce(directory);

      assertThat(election.state()).isEqualTo(new DaemonState.Silent(mute));
    }
  }

  @Test
  void whyAServerDidNotStartIsSaid() {
    DataDirectory directory = DataDirectory.open(folder.resolve("data"));
    ServerProgram failing = ElectedServer.program("-Dfails=The moon is full.");

    assertThatThrownBy(() -> election(directory, failing).running())
        .isInstanceOf(LocalServerException.class)
        .hasMessageContaining("The server did not start. The moon is full.")
        .hasMessageContaining("daemon.log");

    assertThat(logs(directory.root())).hasSize(1);
  }

  @Test
  void whoWaitedForAStartThatFailedIsToldWhyAndDoesNotTryAgain() throws Exception {
    DataDirectory directory = DataDirectory.open(folder.resolve("data"));
    FailedStart.tell(directory, "An old story.");
    CountDownLatch looked = new CountDownLatch(2);
    Election waiting =
        new Election(
            directory,
            nothing(),
            () -> {
              looked.countDown();
              return System.nanoTime();
            },
            note -> {});
    CompletableFuture<RunningServer> answer = new CompletableFuture<>();

    try (OsLock _ = OsLock.tryTake(directory.control().resolve("start.lock")).orElseThrow()) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  answer.complete(waiting.running());
                } catch (RuntimeException e) {
                  answer.completeExceptionally(e);
                }
              });
      assertThat(looked.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      FailedStart.tell(directory, "The moon is full.");
    }

    assertThat(answer).failsWithin(SOON).withThrowableThat().withMessageContaining("moon is full");
    assertThat(logs(directory.root())).isEmpty();
  }

  @Test
  void aServerThatLostARaceIsStartedAgain() {
    DataDirectory directory = DataDirectory.open(folder.resolve("data"));
    ServerProgram unlucky = ElectedServer.program("-Dfails=Port taken.", "-Dcode=75");

    assertThatThrownBy(() -> election(directory, unlucky).running())
        .hasMessageContaining("Port taken.");

    assertThat(logs(directory.root())).hasSize(3);
  }

  @Test
  void stoppingWaitsUntilItHasGone() {
    DataDirectory directory = DataDirectory.open(folder.resolve("data"));
    RunningServer server = election(directory, ElectedServer.program()).running();
    Election election = election(directory, nothing());

    assertThat(election.stop(SOON, false)).contains(server.pid());

    assertThat(election.state()).isEqualTo(new DaemonState.Absent(false));
    assertThat(election.stop(SOON, false)).isEmpty();
    assertThat(servers()).isEmpty();
  }

  @Test
  void aServerThatHadToBeKilledLeavesNoDatabaseBehind() throws Exception {
    DataDirectory directory = DataDirectory.open(folder.resolve("data"));
    RunningServer server =
        election(directory, ElectedServer.program("-Dpostgres=true", "-Ddeaf=true")).running();
    Path file = directory.root().resolve("postgres").resolve("data").resolve("postmaster.pid");
    long database = Long.parseLong(Files.readAllLines(file).getFirst());
    Election election = election(directory, nothing());
    assertThatThrownBy(() -> election.stop(Duration.ofMillis(100), false))
        .hasMessageContaining("--force");

    assertThat(election.stop(Duration.ofSeconds(5), true)).contains(server.pid());

    assertThat(file).doesNotExist();
    assertThat(ProcessHandle.of(database).flatMap(it -> it.info().command())).isEmpty();
    assertThat(servers()).isEmpty();
  }

  @Test
  void aServerOutlivesTheSessionOfWhoStartedIt() throws Exception {
    Process client = ElectingClient.start(folder.resolve("data"));
    long pid = Long.parseLong(said(client).split(" ", -1)[1]);

    // Linux tells a process's session in the sixth field of its status.
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);

    assertThat(Long.parseLong(fields[3])).isEqualTo(pid);
  }

  private Election election(DataDirectory directory, ServerProgram program) {
    return new Election(directory, program, System::nanoTime, note -> {});
  }

  /** What may not be launched. */
  private static ServerProgram nothing() {
    return new ServerProgram(List.of("/nonexistent"));
  }

  private static String answer(Path data) throws Exception {
    return said(ElectingClient.start(data));
  }

  private static String said(Process client) throws IOException, InterruptedException {
    try {
      String said =
          new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertThat(client.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      return said;
    } finally {
      client.destroyForcibly();
    }
  }

  private static List<Path> logs(Path data) {
    try (Stream<Path> files = Files.list(data.resolve("logs"))) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException("list logs", e);
    }
  }

  private void kill(RunningServer server) {
    ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
    process.destroyForcibly();
    assertThat(process.onExit()).succeedsWithin(SOON);
  }

  /** The servers of this test: those whose command line names its folder. */
  private Stream<ProcessHandle> servers() {
    return Processes.toldOf(folder.getFileName().toString(), ElectedServer.class.getName())
        .stream();
  }
}
