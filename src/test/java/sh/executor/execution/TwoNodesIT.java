package sh.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.testkit.Rest;
import sh.executor.testkit.TestDatabase;

/** Two nodes of the packaged service on one database: what one begins the other goes on with. */
class TwoNodesIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String ACCEPT = "{'action':'accept'}";

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path folder;

  private static final Ledger LEDGER = new Ledger();
  private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();
  private static final Backstage BACKSTAGE = new Backstage(DATABASE.database());
  private static JournalTrap journal;
  private static Twins twins;

  @BeforeAll
  static void start() {
    journal = new JournalTrap(DATABASE.login());
    twins =
        new Twins(
            folder,
            DATABASE.login(),
            BACKSTAGE,
            Map.of(
                "EXECUTOR_EXECUTION_LEASE", "5s",
                "EXECUTOR_EXECUTION_WARM_FOR", "200ms",
                // Long enough to see a node close, and to let go of what it waits for.
                "EXECUTOR_EXECUTION_DRAIN", "8s",
                "QUARKUS_SHUTDOWN_TIMEOUT", "10s"));
    LEDGER.connect(a());
  }

  @AfterAll
  static void stop() {
    twins.close();
    journal.close();
    LEDGER.close();
    THREADS.shutdownNow();
  }

  @Test
  void whatPausedOnANodeThatStoppedIsAnsweredOnTheOther() {
    String id = paused("stopped");
    int code = twins.node("a").process().stop();
    try {
      answerAll(b(), id);
    } finally {
      twins.start("a");
    }

    assertThat(code).isEqualTo(143);
    assertThat(end(a(), id)).isEqualTo("completed");
    assertOnce("stopped");
  }

  @Test
  void whatPausedOnANodeThatDiedIsAnsweredWhenItIsBack() {
    String id = paused("died");
    twins.node("a").process().kill();
    twins.start("a");

    answerAll(a(), id);

    assertThat(end(b(), id)).isEqualTo("completed");
    assertOnce("died");
  }

  @Test
  void aRunThatHasWaitedForDaysGoesOn() {
    String id = paused("days");
    DATABASE
        .database()
        .run(
            "update run set created_at = created_at - interval '6 days',"
                + " updated_at = updated_at - interval '6 days'");
    DATABASE.database().run("update interaction set created_at = created_at - interval '6 days'");

    answerAll(b(), id);

    assertThat(end(b(), id)).isEqualTo("completed");
    assertOnce("days");
  }

  @Test
  void aRunIsSeenAndCalledOffFromAnyNode() throws Exception {
    Ledger.Trap trap = LEDGER.trap("off", 2, true);
    Future<JsonNode> answer = begin("off");
    assertThat(trap.caughtWithin(SOON.toSeconds())).isTrue();
    String id = running();

    JsonNode seen = b().get("/executions/" + id).expect(200);
    JsonNode cancelled = b().post("/executions/" + id + "/cancel").expect(200);
    JsonNode told = answer.get(SOON.toSeconds(), TimeUnit.SECONDS);
    trap.release();

    assertThat(seen.at("/execution/status").asText()).isEqualTo("running");
    assertThat(seen.at("/journal/1/status").asText()).isEqualTo("intended");
    assertThat(cancelled.path("cancelled").asBoolean()).isTrue();
    assertThat(told.path("text").asText()).contains("cancelled");
    assertThat(end(b(), id)).isEqualTo("cancelled");
    assertThat(b().get("/executions/" + id).expect(200).at("/journal/1/status").asText())
        .isEqualTo("in_doubt");
  }

  @Test
  void aRunThatOnlyComputesIsCalledOffFromAnotherNode() throws Exception {
    Future<JsonNode> answer = THREADS.submit(() -> execute("while (true) {}", true));
    String id = running();

    b().post("/executions/" + id + "/cancel").expect(200);
    JsonNode told = answer.get(SOON.toSeconds(), TimeUnit.SECONDS);

    assertThat(told.path("text").asText()).contains("cancelled");
    assertThat(end(b(), id)).isEqualTo("cancelled");
  }

  @Test
  void aNodeThatIsHeldUpAfterACallDoesNotDoubleTheRun() throws Exception {
    Ledger.Trap trap = LEDGER.trap("late", 2, true);
    Future<JsonNode> answer = begin("late");
    assertThat(trap.caughtWithin(SOON.toSeconds())).isTrue();
    String id = running();
    Twins.Node a = twins.node("a");
    a.process().freeze();
    try {
      resolve(b(), id, "done");
      end(b(), id);
      trap.release();
    } finally {
      a.process().thaw();
    }
    JsonNode told = answer.get(SOON.toSeconds(), TimeUnit.SECONDS);

    assertThat(told.path("status").asText()).isEqualTo("running");
    assertThat(end(a(), id)).isEqualTo("completed");
    assertOnce("late");
  }

  @Test
  void aNodeThatIsHeldUpBeforeACallDoesNotMakeIt() throws Exception {
    journal.set("run_call:2:intended");
    Future<JsonNode> answer = begin("held");
    assertThat(journal.caughtWithin(SOON.toSeconds())).isPresent();
    Twins.Node a = twins.node("a");
    a.process().freeze();
    try {
      journal.release();
      String id = running();
      resolve(b(), id, "retry");
      end(b(), id);
    } finally {
      a.process().thaw();
    }
    JsonNode told = answer.get(SOON.toSeconds(), TimeUnit.SECONDS);

    assertThat(told.path("status").asText()).isEqualTo("running");
    assertOnce("held");
  }

  @Test
  void aNodeThatStopsWaitsForACallThatMustNotBeRepeated() throws Exception {
    Ledger.Trap trap = LEDGER.trap("drained", 2, true);
    Future<JsonNode> answer = begin("drained");
    assertThat(trap.caughtWithin(SOON.toSeconds())).isTrue();
    String id = running();
    Future<Integer> stopped = THREADS.submit(() -> twins.node("a").process().stop());
    try {
      awaitClosing();
      trap.release();
      JsonNode told = answer.get(SOON.toSeconds(), TimeUnit.SECONDS);
      stopped.get(SOON.toSeconds(), TimeUnit.SECONDS);

      assertThat(told.path("status").asText()).isEqualTo("running");
      assertThat(end(b(), id)).isEqualTo("completed");
      assertThat(b().get("/executions/" + id).expect(200).path("interactions")).isEmpty();
      assertOnce("drained");
    } finally {
      trap.release();
      stopped.get(SOON.toSeconds(), TimeUnit.SECONDS);
      twins.start("a");
    }
  }

  @Test
  void aRunThatOnlyReadIsHandedOverAsItIs() throws Exception {
    Ledger.Trap trap = LEDGER.trap("reader", 1, true);
    Future<JsonNode> answer = begin("reader");
    assertThat(trap.caughtWithin(SOON.toSeconds())).isTrue();
    String id = running();
    try {
      twins.node("a").process().stop();
      trap.release();
      JsonNode told = answer.get(SOON.toSeconds(), TimeUnit.SECONDS);

      assertThat(told.path("status").asText()).isEqualTo("running");
      assertThat(end(b(), id)).isEqualTo("completed");
      assertThat(LEDGER.count("reader", 1)).isEqualTo(2);
      assertThat(LEDGER.of("reader")).extracting(Ledger.Entry::mark).containsOnly(mark("reader"));
    } finally {
      trap.release();
      twins.start("a");
    }
  }

  @Test
  void aRunThatComputesWhileItsNodeStopsIsBegunAgain() throws Exception {
    long until = System.currentTimeMillis() + Duration.ofSeconds(20).toMillis();
    String code = "while (Date.now() < " + until + ") {} return Date.now() >= " + until;
    Future<JsonNode> answer = THREADS.submit(() -> execute(code, true));
    String id = running();
    try {
      twins.node("a").process().stop();

      assertThat(end(b(), id)).isEqualTo("completed");
      Awaitility.await("what whoever asked is told").atMost(SOON).until(answer::isDone);
    } finally {
      twins.start("a");
    }
  }

  @Test
  void anAnswerIsKeptThoughTheDatabaseDropsTheConnection() throws Exception {
    journal.set("run_call:2:done");
    Future<JsonNode> answer = begin("dropped");
    JournalTrap.Caught caught = journal.caughtWithin(SOON.toSeconds()).orElseThrow();
    journal.undo(caught);
    journal.release();

    JsonNode told = answer.get(SOON.toSeconds(), TimeUnit.SECONDS);

    assertThat(told.path("status").asText()).isEqualTo("completed");
    assertOnce("dropped");
  }

  private static Rest a() {
    return twins.node("a").owner();
  }

  private static Rest b() {
    return twins.node("b").owner();
  }

  /** Begins a run on the first node that asks nobody. */
  private static Future<JsonNode> begin(String name) {
    return THREADS.submit(
        () -> a().post("/executions", SweepScript.request(name, true)).expect(200));
  }

  private static JsonNode execute(String code, boolean approved) {
    String body = Trees.object().put("code", code).put("autoApprove", approved).toString();
    return a().post("/executions", body).expect(200);
  }

  /** The id of a run that waits on the first node for its first question. */
  private static String paused(String name) {
    JsonNode view = a().post("/executions", SweepScript.request(name, false)).expect(200);
    assertThat(view.path("status").asText()).isEqualTo("paused");
    return view.at("/structured/executionId").asText();
  }

  /** The id of the run that is under way. */
  private static String running() {
    return Awaitility.await("a run under way")
        .atMost(SOON)
        .until(
            () -> b().get("/executions?status=running").expect(200).at("/0/executionId").asText(),
            id -> !id.isEmpty());
  }

  /** Says yes to everything a run asks until it ends. */
  private static void answerAll(Rest node, String id) {
    Awaitility.await("the end of " + id)
        .atMost(SOON)
        .until(
            () -> {
              JsonNode run = node.get("/executions/" + id).expect(200);
              for (JsonNode question : run.path("interactions")) {
                if (question.path("status").asText().equals("pending")) {
                  answer(node, question, ACCEPT);
                }
              }
              return run.at("/execution/status").asText().equals("completed");
            });
  }

  /** Says what became of the call a run is in doubt about, as soon as it asks. */
  private static void resolve(Rest node, String id, String decision) {
    JsonNode question =
        Awaitility.await("a doubt of " + id)
            .atMost(SOON)
            .until(
                () -> node.get("/executions/" + id).expect(200).at("/interactions/0"),
                asked -> asked.path("kind").asText().equals("in_doubt"));
    String content = "{'decision':'%s','result':'{\\\"n\\\":2}'}".formatted(decision);
    answer(node, question, "{'action':'accept','content':" + content + "}");
  }

  private static void answer(Rest node, JsonNode question, String body) {
    node.post("/interactions/" + question.path("id").asText() + "/answer", body).expect(200);
  }

  /** How a run ended, when it has. */
  private static String end(Rest node, String id) {
    return Awaitility.await("the end of " + id)
        .atMost(SOON)
        .until(
            () -> node.get("/executions/" + id).expect(200).at("/execution/status").asText(),
            status -> !status.equals("running") && !status.equals("waiting"));
  }

  /** Waits until the first node has heard that it is to stop: it keeps no connection then. */
  private static void awaitClosing() {
    Awaitility.await("the node to close")
        .atMost(SOON)
        .ignoreExceptions()
        .until(() -> a().get("/executions").header("connection").equals("close"));
  }

  private static String mark(String run) {
    return LEDGER.of(run).getFirst().mark();
  }

  /** Every call was made once, by one and the same run. */
  private static void assertOnce(String run) {
    assertThat(LEDGER.of(run)).extracting(Ledger.Entry::mark).containsOnly(mark(run));
    assertThat(LEDGER.of(run))
        .extracting(Ledger.Entry::n)
        .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7);
  }
}
