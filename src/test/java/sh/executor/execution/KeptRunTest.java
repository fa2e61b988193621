package sh.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.executor.catalog.Connections;
import sh.executor.catalog.Integrations;
import sh.executor.catalog.model.AuthMethod;
import sh.executor.catalog.model.NewConnection;
import sh.executor.catalog.model.NewIntegration;
import sh.executor.catalog.model.Source;
import sh.executor.database.Database;
import sh.executor.execution.model.Answer;
import sh.executor.execution.model.Answered;
import sh.executor.execution.model.CallRecord;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.InteractionId;
import sh.executor.execution.model.RunId;
import sh.executor.execution.model.RunState;
import sh.executor.execution.model.RunSummary;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Owner;
import sh.executor.node.ThisNode;
import sh.executor.policy.Action;
import sh.executor.policy.Policies;
import sh.executor.sandbox.SandboxSnapshot;
import sh.executor.sandbox.Sandboxes;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.TestTenants;

/**
 * What becomes of runs as time goes by: that nobody answers, that engines go, that they are old.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class KeptRunTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Answer YES = new Answer(Answer.Action.ACCEPT, null);
  private static final String SCRIPT =
      """
      console.log("begun");
      await tools.trial.org.main.look.echo({ n: 1 });
      try { return (await tools.trial.org.main.change.it({ n: 2 })).ok }
      catch (e) { return e.message }""";

  /**
   * How many bytes a snapshot begins with before those of its engine's id, and how many these are.
   */
  private static final int MAGIC_BYTES = 6;

  private static final int ENGINE_BYTES = 32;

  private final Caller owner = Cast.assemble().owner().caller();

  @Inject ExecutionStack stack;
  @Inject Integrations integrations;
  @Inject Connections connections;
  @Inject Database database;
  @Inject RunStore runs;
  @Inject CallStore calls;
  @Inject TellingStore telling;
  @Inject SealedColumns columns;
  @Inject WarmRuns warm;
  @Inject Sandboxes sandboxes;
  @Inject TrialKind kind;
  @Inject Policies policies;
  @Inject RunDriver driver;
  @Inject RunningRuns running;
  @Inject ThisNode node;

  @BeforeEach
  void connect() {
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    integrations.add(
        owner, new NewIntegration(TrialKind.NAME, new Source.Text("any"), null, null, null, none));
    connections.create(
        owner,
        new NewConnection(
            Owner.ORG, "main", "trial", AuthMethod.NONE_ID, null, null, null, Map.of()));
  }

  @Test
  void aQuestionNobodyAnswersInTimeIsDeclined() throws Exception {
    int before = kind.changes.get();
    ExecutionOutcome.Paused paused = paused();
    Interaction question = paused.questions().getFirst();

    database.run(
        "update interaction set deadline = now() - interval '1 second' where id = ?",
        question.id().value());
    ExecutionOutcome end = await(paused);

    assertThat(end)
        .isInstanceOfSatisfying(
            ExecutionOutcome.Completed.class,
            completed -> assertThat(completed.result().asText()).contains("nobody answered"));
    assertThat(stack.forCaller(owner, Resource.DEFAULT).question(question.id()))
        .hasValueSatisfying(
            expired -> assertThat(expired.state()).isEqualTo(Interaction.State.EXPIRED));
    assertThat(kind.changes.get()).isEqualTo(before);
  }

  @Test
  void aRunWhoseEngineIsGoneEndsAndKeepsItsJournal() throws Exception {
    ExecutionOutcome.Paused paused = paused();
    RunId id = id(paused);
    StoredRun stored = runs.find(owner.tenant(), id).orElseThrow();
    warm.take(id, -1);
    database.run(
        "update run set snapshot = ? where id = ?",
        columns.seal(owner.tenant(), RunStore.SNAPSHOT, id.value(), ofAnotherEngine(stored)),
        id.value());

    stack
        .forCaller(owner, Resource.DEFAULT)
        .answer(paused.questions().getFirst().id(), YES, Interaction.Via.REST);
    ExecutionOutcome end = await(paused);

    assertThat(engine(id)).isEqualTo(Envelope.read(snapshot(stored)).engine()).hasSize(64);
    assertThat(stack.forCaller(owner, Resource.DEFAULT).run(id))
        .hasValueSatisfying(run -> assertThat(run.state()).isEqualTo(RunState.ENGINE_RETIRED));
    assertThat(end)
        .isInstanceOfSatisfying(
            ExecutionOutcome.Failed.class,
            failed -> {
              assertThat(failed.error()).contains("engine");
              assertThat(failed.logs()).hasSize(1);
            });
    assertThat(stack.forCaller(owner, Resource.DEFAULT).journal(id).orElseThrow())
        .extracting(CallRecord::state)
        .containsExactly(CallRecord.State.DONE, CallRecord.State.FAILED);
  }

  @Test
  void aRunOfAnotherEngineIsLeftToANodeThatHasIt() throws Exception {
    ExecutionOutcome.Paused paused = paused();
    RunId id = id(paused);
    String ours = engine(id);
    database.run("update run set engine = 'of another build' where id = ?", id.value());

    Answered answered =
        stack
            .forCaller(owner, Resource.DEFAULT)
            .answer(paused.questions().getFirst().id(), YES, Interaction.Via.REST);
    UUID holder = runs.pulse(owner.tenant(), id).node();
    database.run("update run set engine = ? where id = ?", ours, id.value());
    ExecutionOutcome end = await(paused);

    assertThat(answered).isInstanceOf(Answered.Recorded.class);
    assertThat(holder).isEqualTo(new UUID(0, 0));
    assertThat(end)
        .isInstanceOfSatisfying(
            ExecutionOutcome.Completed.class,
            completed -> assertThat(completed.result().asBoolean()).isTrue());
  }

  @Test
  void aRunWhoseEngineIsSoughtInVainEnds() throws Exception {
    ExecutionOutcome.Paused paused = paused();
    RunId id = id(paused);
    StoredRun stored = runs.find(owner.tenant(), id).orElseThrow();
    warm.take(id, -1);
    database.run(
        "update run set engine = 'of another build', snapshot = ? where id = ?",
        columns.seal(owner.tenant(), RunStore.SNAPSHOT, id.value(), ofAnotherEngine(stored)),
        id.value());

    answerAt(TestTenants.ids().next(), paused);
    database.run(
        "update run set updated_at = updated_at - interval '2 hours' where id = ?", id.value());
    ExecutionOutcome end = await(paused);

    assertThat(end).isInstanceOf(ExecutionOutcome.Failed.class);
    assertThat(stack.forCaller(owner, Resource.DEFAULT).run(id))
        .hasValueSatisfying(run -> assertThat(run.state()).isEqualTo(RunState.ENGINE_RETIRED));
  }

  @Test
  void aRunThatCanNotBeReadEndsInsteadOfComingBackForEver() throws Exception {
    ExecutionOutcome.Paused paused = paused();
    RunId id = id(paused);
    byte[] damaged = snapshot(runs.find(owner.tenant(), id).orElseThrow());
    damaged[damaged.length - 1]++;
    warm.take(id, -1);
    database.run(
        "update run set snapshot = ? where id = ?",
        columns.seal(owner.tenant(), RunStore.SNAPSHOT, id.value(), damaged),
        id.value());

    stack
        .forCaller(owner, Resource.DEFAULT)
        .answer(paused.questions().getFirst().id(), YES, Interaction.Via.REST);
    ExecutionOutcome end = await(paused);

    assertThat(end).isInstanceOf(ExecutionOutcome.Failed.class);
    assertThat(stack.forCaller(owner, Resource.DEFAULT).run(id))
        .hasValueSatisfying(run -> assertThat(run.state()).isEqualTo(RunState.FAILED));
  }

  @Test
  void aRunThatCanNotBeOpenedEndsAndKeepsNoOtherFromGoingOn() throws Exception {
    ExecutionOutcome.Paused damaged = paused();
    ExecutionOutcome.Paused sound = paused();
    database.run("update run set snapshot = code where id = ?", id(damaged).value());
    UUID dying = TestTenants.ids().next();

    answerAt(dying, damaged);
    answerAt(dying, sound);
    ExecutionOutcome ended = await(damaged);
    ExecutionOutcome completed = await(sound);

    assertThat(ended).isInstanceOf(ExecutionOutcome.Failed.class);
    assertThat(completed).isInstanceOf(ExecutionOutcome.Completed.class);
  }

  @Test
  void aRunWithWhichNodeAfterNodeDiedIsGivenUpAndKeepsItsJournal() throws Exception {
    int before = kind.changes.get();
    ExecutionOutcome.Paused paused = paused();
    database.run("update run set setbacks = 10 where id = ?", id(paused).value());

    answerAt(dead(), paused);
    ExecutionOutcome end = await(paused);

    assertThat(end)
        .isInstanceOfSatisfying(
            ExecutionOutcome.Failed.class,
            failed -> {
              assertThat(failed.error()).startsWith("This run was given up: 11 times in a row");
              assertThat(failed.logs()).containsExactly("[log] begun");
            });
    assertThat(stack.forCaller(owner, Resource.DEFAULT).run(id(paused)))
        .hasValueSatisfying(run -> assertThat(run.state()).isEqualTo(RunState.FAILED));
    assertThat(stack.forCaller(owner, Resource.DEFAULT).journal(id(paused)).orElseThrow())
        .extracting(CallRecord::path)
        .containsExactly("trial.org.main.look.echo", "trial.org.main.change.it");
    assertThat(kind.changes.get()).isEqualTo(before);
  }

  @Test
  void aRunWithWhichFewerNodesDiedGoesOn() throws Exception {
    ExecutionOutcome.Paused paused = paused();
    database.run("update run set setbacks = 9 where id = ?", id(paused).value());

    answerAt(dead(), paused);
    ExecutionOutcome end = await(paused);

    assertThat(end).isInstanceOf(ExecutionOutcome.Completed.class);
  }

  @Test
  void aSandboxThatIsKeptAgainIsClosedFirst() throws Exception {
    RunId id = id(paused());
    RunBody before = RunBody.fresh(sandboxes.open(owner.tenant(), sandboxes.limits()));
    warm.keep(id, before, 1);

    warm.keep(id, RunBody.fresh(sandboxes.open(owner.tenant(), sandboxes.limits())), 2);

    assertThatThrownBy(() -> before.sandbox().start("1")).isInstanceOf(IllegalStateException.class);
    assertThat(warm.take(id, 2)).hasValueSatisfying(RunBody::close);
  }

  @Test
  void anAnswerIsHeardThoughTheNodeItCameToDies() throws Exception {
    ExecutionOutcome.Paused paused = paused();
    Interaction question = paused.questions().getFirst();
    UUID dying = TestTenants.ids().next();

    Told told =
        telling.answer(
            owner.tenant(),
            question,
            YES,
            new TellingStore.Signed(
                owner.account(), Interaction.Via.REST, Instant.now(), new Claimant(dying, null)));
    ExecutionOutcome end = await(paused);

    assertThat(told).isInstanceOf(Told.Claimed.class);
    assertThat(end)
        .isInstanceOfSatisfying(
            ExecutionOutcome.Completed.class,
            completed -> assertThat(completed.result().asBoolean()).isTrue());
  }

  @Test
  void aNodeThatWasHeldUpAsItWokeARunMakesNoCallOfItBesideItsNewNode() throws Exception {
    int before = kind.looks.get();
    policies.create(
        owner, Owner.ORG, "trial.org.main.look.echo", Action.REQUIRE_APPROVAL, null, false);
    ExecutionOutcome.Paused paused = paused();
    Told told = answerAt(node.id(), paused);
    assertThat(told).isInstanceOf(Told.Claimed.class);
    database.run(
        "update run set node_id = ?, epoch = epoch + 1 where id = ?", alive(), id(paused).value());

    driver.goOn(((Told.Claimed) told).taken(), node.lapses() - 1);

    Awaitility.await("the end of its drive")
        .atMost(SOON)
        .until(() -> !running.known().contains(id(paused)));
    assertThat(kind.looks.get()).isEqualTo(before);
  }

  @Test
  void aWishToCallOffIsHeardThoughTheNodeItCameToDies() throws Exception {
    ExecutionOutcome.Paused paused = paused();
    UUID dying = TestTenants.ids().next();

    Told told =
        telling.wish(
            owner.tenant(), id(paused), "enough", new Claimant(dying, null), Instant.now());
    ExecutionOutcome end = await(paused);

    assertThat(told).isInstanceOf(Told.Claimed.class);
    assertThat(end).isInstanceOf(ExecutionOutcome.Failed.class);
    assertThat(stack.forCaller(owner, Resource.DEFAULT).questions(id(paused)))
        .extracting(Interaction::state)
        .containsExactly(Interaction.State.CANCELLED);
    assertThat(calls.list(owner.tenant(), id(paused)))
        .extracting(StoredCall::state)
        .containsExactly(CallRecord.State.FAILED);
  }

  @Test
  void runsAreForgottenInBatchesWhenTheyHaveEndedLongAgo() throws Exception {
    ExecutionOutcome.Paused waiting = paused();
    for (int i = 0; i < 5; i++) {
      execute("return 1");
    }
    database.run(
        """
        update run set created_at = created_at - interval '3 days',
                       ended_at = ended_at - interval '2 days'
         where tenant_id = ?
        """,
        owner.tenant().value());
    // Not so long ago that they are forgotten anyway.
    Instant before = Instant.now().minus(Duration.ofDays(1));

    List<Integer> pruned = List.of(runs.prune(before, 3), runs.prune(before, 3));

    assertThat(pruned).containsExactly(3, 2);
    assertThat(stack.forCaller(owner, Resource.DEFAULT).run(id(waiting)))
        .map(RunSummary::state)
        .contains(RunState.WAITING);
  }

  /** A node whose lease is over. */
  private UUID dead() {
    UUID node = TestTenants.ids().next();
    database.run("insert into node (id, name, lease_until) values (?, 'dead', now())", node);
    return node;
  }

  /** A node whose lease stands. */
  private UUID alive() {
    UUID node = TestTenants.ids().next();
    database.run(
        "insert into node (id, name, lease_until) values (?, 'alive', now() + interval '1 hour')",
        node);
    return node;
  }

  private Told answerAt(UUID node, ExecutionOutcome.Paused paused) {
    return telling.answer(
        owner.tenant(),
        paused.questions().getFirst(),
        YES,
        new TellingStore.Signed(
            owner.account(), Interaction.Via.REST, Instant.now(), new Claimant(node, null)));
  }

  private ExecutionOutcome.Paused paused() throws InterruptedException {
    ExecutionOutcome outcome = execute(SCRIPT);
    assertThat(outcome).isInstanceOf(ExecutionOutcome.Paused.class);
    return (ExecutionOutcome.Paused) outcome;
  }

  private ExecutionOutcome execute(String code) throws InterruptedException {
    return stack
        .forCaller(owner, Resource.DEFAULT)
        .execute(ExecuteRequest.of(code), new Cancellation(), path -> {});
  }

  private ExecutionOutcome await(ExecutionOutcome.Paused paused) throws InterruptedException {
    Set<InteractionId> known =
        paused.questions().stream().map(Interaction::id).collect(Collectors.toSet());
    return stack
        .forCaller(owner, Resource.DEFAULT)
        .await(id(paused), known, SOON, new Cancellation())
        .orElseThrow();
  }

  private String engine(RunId id) {
    return database
        .one("select engine from run where id = ?", row -> row.text(1), id.value())
        .orElseThrow();
  }

  private static RunId id(ExecutionOutcome outcome) {
    return RunId.parse(outcome.executionId()).orElseThrow();
  }

  private static byte[] snapshot(StoredRun run) {
    return run.snapshot() == null ? new byte[0] : run.snapshot();
  }

  /** The envelope of a run, as if its sandbox had been another engine's. */
  private static byte[] ofAnotherEngine(StoredRun run) {
    Envelope envelope = Envelope.read(snapshot(run));
    SandboxSnapshot sandbox = Objects.requireNonNull(envelope.sandbox());
    byte[] bytes = sandbox.toBytes();
    for (int i = 0; i < ENGINE_BYTES; i++) {
      bytes[MAGIC_BYTES + i] = 7;
    }
    int end = bytes.length - Integer.BYTES;
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, end);
    ByteBuffer.wrap(bytes).putInt(end, (int) sum.getValue());
    return new Envelope(
            SandboxSnapshot.parse(bytes),
            envelope.ending(),
            envelope.open(),
            envelope.log(),
            envelope.ranMillis())
        .bytes();
  }
}
