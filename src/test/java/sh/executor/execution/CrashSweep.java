package sh.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import sh.executor.execution.model.RunId;
import sh.executor.execution.model.RunSummary;
import sh.executor.testkit.TestDatabase;

/**
 * Kills nodes that drive runs, round after round, and looks at every run when it has ended. A round
 * has a handful of runs under way, some of which ask before they write, on a node that is killed
 * where the {@link Boundary} says; the other goes on with them, and the killed one comes back.
 */
final class CrashSweep implements AutoCloseable {

  private static final int RUNS = 8;
  private static final long TRAP_SECONDS = 20;
  private static final Duration END_WITHIN = Duration.ofSeconds(60);

  private final Ledger ledger = new Ledger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Score score = new Score();
  private final Set<RunId> seen = new HashSet<>();
  private final Set<RunId> heldByTheKilled = new HashSet<>();
  private final Backstage backstage;
  private final JournalTrap journal;
  private final Twins twins;
  private final Human human;
  private final Inquest inquest;
  private String next = "a";
  private int round;

  CrashSweep(Path folder, TestDatabase database) {
    this.backstage = new Backstage(database.database());
    this.journal = new JournalTrap(database.login());
    this.twins =
        new Twins(folder, database.login(), backstage, Map.of("EXECUTOR_EXECUTION_LEASE", "1s"));
    ledger.connect(twins.node("a").owner());
    this.human = new Human(backstage, ledger, twins);
    this.inquest = new Inquest(backstage, ledger, human);
  }

  Score score() {
    return score;
  }

  /** Kills a node at {@code boundary}, and sees to it that every run ends as it should. */
  void round(Boundary boundary) throws Exception {
    Twins.Node node = twins.node(next);
    next = twins.other(node).name();
    round++;
    Map<String, Future<Boolean>> requests = new HashMap<>();
    Killing killing = arm(boundary);
    for (int i = 0; i < RUNS; i++) {
      boolean approved = i % 2 == 0;
      String name = (approved ? "free-" : "asked-") + round + '-' + i;
      requests.put(name, threads.submit(() -> request(node, name, approved)));
    }
    Set<String> killed = killing.kill(node);
    for (String name : killed) {
      twins.start(name);
    }
    Map<String, Boolean> answered = new HashMap<>();
    for (Map.Entry<String, Future<Boolean>> request : requests.entrySet()) {
      boolean came = request.getValue().get(END_WITHIN.toSeconds(), TimeUnit.SECONDS);
      answered.put(request.getKey(), came);
    }
    Awaitility.await("all runs of round " + round + ", " + boundary.label())
        .atMost(END_WITHIN)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> backstage.open() == 0);
    score.count(boundary, Score.Tally.KILLS, killed.size());
    look(boundary, answered);
  }

  private void look(Boundary boundary, Map<String, Boolean> answered) {
    Map<String, Boolean> missing = new HashMap<>(answered);
    for (RunSummary run : backstage.newest(RUNS)) {
      if (seen.add(run.id())) {
        Inquest.Finding finding = inquest.of(run);
        assertThat(missing.remove(finding.run())).as("%s once", finding.run()).isNotNull();
        tally(boundary, finding);
      }
    }
    missing.forEach(inquest::lost);
    score.count(boundary, Score.Tally.LOST, missing.size());
  }

  private void tally(Boundary boundary, Inquest.Finding finding) {
    score.count(boundary, Score.Tally.RUNS, 1);
    boolean held = heldByTheKilled.contains(finding.id());
    score.count(boundary, Score.Tally.ANEW, finding.anew() ? 1 : 0);
    score.count(boundary, Score.Tally.CONTINUED, held && !finding.anew() ? 1 : 0);
    score.count(boundary, Score.Tally.IN_DOUBT, finding.doubts().size());
    score.count(
        boundary,
        Score.Tally.RETRIED,
        (int) finding.doubts().stream().filter(Human.Doubt::retried).count());
    score.count(boundary, Score.Tally.REPEATED, finding.repeated());
  }

  /** Whether it was answered: not when its node was killed first. */
  private static boolean request(Twins.Node node, String name, boolean approved) {
    try {
      node.process().post("/api/executions", SweepScript.request(name, approved));
      return true;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Kills, when it is time; the names of the nodes that are dead then. */
  @FunctionalInterface
  private interface Killing {

    Set<String> kill(Twins.Node node) throws InterruptedException;
  }

  private Killing arm(Boundary boundary) {
    return switch (boundary) {
      case Boundary.Moment(int millis) ->
          node -> {
            awaitFirstCall();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
            kill(node);
            return Set.of(node.name());
          };
      case Boundary.Journal write -> {
        journal.set(write.write());
        yield node -> Set.of(killInTheTrap(write));
      }
      case Boundary.Wire(int n, boolean noted) -> {
        Ledger.Trap trap = ledger.trap("free-", n, noted);
        yield node -> {
          killInTheTrap(node, trap);
          return Set.of(node.name());
        };
      }
      case Boundary.Again(Boundary.Journal second) -> {
        Ledger.Trap trap = ledger.trap("free-", 2, true);
        yield node -> {
          assertThat(trap.caughtWithin(TRAP_SECONDS)).as("call 2 caught").isTrue();
          journal.set(second.write());
          kill(node);
          trap.release();
          return Set.of(node.name(), killInTheTrap(second));
        };
      }
    };
  }

  private void awaitFirstCall() {
    String suffix = "-" + round + "-";
    Awaitility.await("a call of round " + round)
        .atMost(END_WITHIN)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> ledger.knows(name -> name.contains(suffix)));
  }

  private void killInTheTrap(Twins.Node node, Ledger.Trap trap) throws InterruptedException {
    assertThat(trap.caughtWithin(TRAP_SECONDS)).as("a call caught").isTrue();
    kill(node);
    trap.release();
  }

  private String killInTheTrap(Boundary.Journal write) {
    Optional<JournalTrap.Caught> caught = journal.caughtWithin(TRAP_SECONDS);
    assertThat(caught).as("%s caught", write.write()).isPresent();
    String name = caught.orElseThrow().node();
    kill(twins.node(name));
    if (!write.made()) {
      journal.undo(caught.orElseThrow());
    }
    journal.release();
    return name;
  }

  private void kill(Twins.Node node) {
    node.process().kill();
    heldByTheKilled.addAll(backstage.heldBy(node.id()));
  }

  @Override
  public void close() {
    human.close();
    twins.close();
    threads.shutdownNow();
    journal.close();
    ledger.close();
  }
}
