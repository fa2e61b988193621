package sh.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
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
import sh.executor.execution.model.Question;
import sh.executor.execution.model.RunId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Owner;
import sh.executor.policy.Action;
import sh.executor.policy.Policies;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.TestTenants;

/** What the consent of a person is worth when rules, connections or nodes have changed since. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class ConsentTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Answer YES = new Answer(Answer.Action.ACCEPT, null);
  private static final String CHANGE = "trial.org.main.change.it";
  private static final String NEVER = "never";
  private static final String KEY = "key";
  private static final String KEYED = "trial.org.main.change.keyed";

  private final Caller owner = Cast.assemble().owner().caller();

  @Inject ExecutionStack stack;
  @Inject Integrations integrations;
  @Inject Connections connections;
  @Inject Policies policies;
  @Inject Database database;
  @Inject TellingStore telling;
  @Inject TrialKind kind;

  @BeforeEach
  void add() {
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    integrations.add(
        owner, new NewIntegration(TrialKind.NAME, new Source.Text("any"), null, null, null, none));
    connect();
  }

  private void connect() {
    connections.create(
        owner,
        new NewConnection(
            Owner.ORG, "main", "trial", AuthMethod.NONE_ID, null, null, null, Map.of()));
  }

  @Test
  void aDoubtAboutWhatIsForTheConsoleIsForTheConsole() {
    int before = kind.changes.get();
    forTheConsole(CHANGE);
    ExecutionOutcome.Paused paused = paused(CHANGE);

    crash(paused, NEVER, Interaction.Via.REST, Instant.now());
    Interaction doubt = only(await(paused));
    Answered byClient = answer(doubt, decision("retry"), Interaction.Via.NATIVE);
    Answered byAgent = answer(doubt, decision("done"), Interaction.Via.MODEL);

    assertThat(doubt.question().kind()).isEqualTo(Question.Kind.IN_DOUBT);
    assertThat(doubt.question().message()).contains("tools.trial.org.main");
    assertThat(List.of(byClient, byAgent)).allMatch(Answered.Forbidden.class::isInstance);
    assertThat(kind.changes.get()).isEqualTo(before);
  }

  @Test
  void aDoubtAboutAToolThatIsGoneIsForTheConsole() {
    ExecutionOutcome.Paused paused = paused(CHANGE);
    connections.remove(owner, Owner.ORG, "trial", "main");

    crash(paused, NEVER, Interaction.Via.REST, Instant.now());
    Interaction doubt = only(await(paused));

    assertThat(doubt.question().kind()).isEqualTo(Question.Kind.IN_DOUBT);
    assertThat(doubt.consoleOnly()).isTrue();
  }

  @Test
  void aCallThatIsNoLongerSafeToRepeatIsAskedAbout() {
    int before = kind.changes.get();
    ExecutionOutcome.Paused paused = paused(CHANGE);
    keyWent("Idempotency-Key", paused);

    crash(paused, KEY, Interaction.Via.REST, Instant.now());
    Interaction doubt = only(await(paused));

    assertThat(doubt.question().kind()).isEqualTo(Question.Kind.IN_DOUBT);
    assertThat(kind.changes.get()).isEqualTo(before);
  }

  @Test
  void aCallWhoseKeyIsStillKnownIsSentAgain() {
    int before = kind.changes.get();
    ExecutionOutcome.Paused paused = paused(KEYED);

    crash(paused, KEY, Interaction.Via.REST, Instant.now());
    ExecutionOutcome end = await(paused);

    assertThat(completed(end).asBoolean()).isTrue();
    assertThat(kind.changes.get()).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "X-Request-Id")
  void aCallWhoseKeyWouldNotBeWhereItWasIsAskedAbout(@Nullable String header) {
    int before = kind.changes.get();
    ExecutionOutcome.Paused paused = paused(KEYED);
    keyWent(header, paused);

    crash(paused, KEY, Interaction.Via.REST, Instant.now());
    Interaction doubt = only(await(paused));

    assertThat(doubt.question().kind()).isEqualTo(Question.Kind.IN_DOUBT);
    assertThat(kind.changes.get()).isEqualTo(before);
  }

  @Test
  void aCallWhoseKeyMayBeForgottenIsAskedAbout() {
    int before = kind.changes.get();
    ExecutionOutcome.Paused paused = paused(KEYED);
    Instant longAgo = Instant.now().minus(Duration.ofHours(13));

    crash(paused, KEY, Interaction.Via.REST, longAgo);
    Interaction doubt = only(await(paused));

    assertThat(doubt.question().kind()).isEqualTo(Question.Kind.IN_DOUBT);
    assertThat(kind.changes.get()).isEqualTo(before);
  }

  @Test
  void aCallAClientApprovedIsNotSentAgainOnceItIsForTheConsole() {
    int before = kind.changes.get();
    ExecutionOutcome.Paused paused = paused(KEYED);
    forTheConsole(KEYED);

    crash(paused, KEY, Interaction.Via.NATIVE, Instant.now());
    Interaction doubt = only(await(paused));

    assertThat(doubt.question().kind()).isEqualTo(Question.Kind.IN_DOUBT);
    assertThat(doubt.consoleOnly()).isTrue();
    assertThat(kind.changes.get()).isEqualTo(before);
  }

  @Test
  void anAnswerByAClientDoesNotDoOnceTheCallIsForTheConsole() {
    int before = kind.changes.get();
    ExecutionOutcome.Paused paused = paused(CHANGE);
    forTheConsole(CHANGE);

    answer(only(paused), YES, Interaction.Via.NATIVE);
    ExecutionOutcome.Paused again = (ExecutionOutcome.Paused) await(paused);
    int between = kind.changes.get();
    Answered byClient = answer(only(again), YES, Interaction.Via.NATIVE);
    answer(only(again), YES, Interaction.Via.REST);
    ExecutionOutcome end = await(again);

    assertThat(byClient).isInstanceOf(Answered.Forbidden.class);
    assertThat(between).isEqualTo(before);
    assertThat(completed(end).asBoolean()).isTrue();
    assertThat(kind.changes.get()).isEqualTo(before + 1);
  }

  @Test
  void anAnswerIsForTheConnectionThatWasAskedAbout() {
    int before = kind.changes.get();
    ExecutionOutcome.Paused paused = paused(CHANGE);
    connections.remove(owner, Owner.ORG, "trial", "main");
    connect();

    answer(only(paused), YES, Interaction.Via.REST);
    ExecutionOutcome.Paused again = (ExecutionOutcome.Paused) await(paused);
    int between = kind.changes.get();
    answer(only(again), YES, Interaction.Via.REST);
    ExecutionOutcome end = await(again);

    assertThat(between).isEqualTo(before);
    assertThat(completed(end).asBoolean()).isTrue();
    assertThat(kind.changes.get()).isEqualTo(before + 1);
  }

  @Test
  void whatAClientSaysOfADoubtDoesNotDoOnceTheCallIsForTheConsole() {
    ExecutionOutcome.Paused paused = paused(CHANGE);
    crash(paused, NEVER, Interaction.Via.REST, Instant.now());
    ExecutionOutcome.Paused doubt = (ExecutionOutcome.Paused) await(paused);
    forTheConsole(CHANGE);

    Answered answered = answer(only(doubt), decision("done"), Interaction.Via.NATIVE);
    Interaction again = only(await(doubt));

    assertThat(answered).isInstanceOf(Answered.Recorded.class);
    assertThat(again.question().kind()).isEqualTo(Question.Kind.IN_DOUBT);
    assertThat(again.consoleOnly()).isTrue();
  }

  @Test
  void aNameWithHalfACharacterInItHidesNoQuestion() {
    ExecutionOutcome.Paused paused =
        (ExecutionOutcome.Paused)
            execute("return (await tools.%s({ body: { ['\\ud800']: 1 } })).ok".formatted(CHANGE));

    List<Interaction> pending = mine().pending(false, 0, 10).items();
    answer(only(paused), YES, Interaction.Via.REST);
    ExecutionOutcome end = await(paused);

    assertThat(pending).extracting(Interaction::id).containsExactly(only(paused).id());
    assertThat(completed(end).asBoolean()).isTrue();
  }

  @Test
  void aQuestionThatIsDamagedIsListedBesideTheOthers() {
    ExecutionOutcome.Paused damaged = paused(CHANGE);
    ExecutionOutcome.Paused sound = paused(CHANGE);
    damage(only(damaged), 64);

    List<Interaction> pending = mine().pending(false, 0, 10).items();

    assertThat(pending)
        .extracting(Interaction::id)
        .containsExactly(only(damaged).id(), only(sound).id());
    assertThat(pending).extracting(one -> one.question().damaged()).containsExactly(true, false);
    assertThat(pending).extracting(one -> one.question().address()).containsOnly(CHANGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 64})
  void aQuestionThatIsDamagedIsDeclinedAndNotAccepted(int bytes) {
    int before = kind.changes.get();
    ExecutionOutcome.Paused paused =
        (ExecutionOutcome.Paused)
            execute(
                "try { return await tools.%s({}) } catch (e) { return e.message }"
                    .formatted(CHANGE));
    damage(only(paused), bytes);

    Answered accepted = answer(only(paused), YES, Interaction.Via.REST);
    Answered declined =
        answer(only(paused), new Answer(Answer.Action.DECLINE, null), Interaction.Via.REST);
    ExecutionOutcome end = await(paused);

    assertThat(accepted)
        .isInstanceOfSatisfying(
            Answered.Forbidden.class,
            forbidden -> assertThat(forbidden.reason()).contains("It can be declined"));
    assertThat(declined).isInstanceOf(Answered.Recorded.class);
    assertThat(completed(end).asText()).contains("declined");
    assertThat(kind.changes.get()).isEqualTo(before);
  }

  @Test
  void consentToWhatNobodyCanReadIsAskedForAgain() {
    int before = kind.changes.get();
    ExecutionOutcome.Paused paused = paused(CHANGE);
    hold(paused);
    answer(only(paused), YES, Interaction.Via.REST);
    damage(only(paused), 64);
    release(paused);

    Interaction again = only(await(paused));

    assertThat(again.question().damaged()).isFalse();
    assertThat(kind.changes.get()).isEqualTo(before);
  }

  @Test
  void aCallThatWasRefusedIsAFailedOne() {
    policies.create(owner, Owner.ORG, CHANGE, Action.BLOCK, null, false);

    ExecutionOutcome end = execute("return (await tools.%s({})).ok".formatted(CHANGE));

    assertThat(mine().journal(id(end)).orElseThrow())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.state()).isEqualTo(CallRecord.State.FAILED);
              assertThat(call.error()).isEqualTo("tool_blocked");
            });
  }

  private void forTheConsole(String pattern) {
    policies.create(owner, Owner.ORG, pattern, Action.REQUIRE_APPROVAL, null, true);
  }

  private void damage(Interaction question, int bytes) {
    database.run(
        "update interaction set request = decode(repeat('00', ?), 'hex') where id = ?",
        bytes,
        question.id().value());
  }

  /** Keeps a run from the nodes there are: by its engine, none of them has it. */
  private void hold(ExecutionOutcome.Paused paused) {
    database.run("update run set engine = 'held' where id = ?", id(paused).value());
  }

  private void release(ExecutionOutcome.Paused paused) {
    database.run("update run set engine = null where id = ?", id(paused).value());
  }

  private void keyWent(@Nullable String header, ExecutionOutcome.Paused paused) {
    database.run(
        "update run_call set key_header = ? where tenant_id = ? and run_id = ?",
        header,
        owner.tenant().value(),
        id(paused).value());
  }

  /** As if a node had died with the call on its way, which a person had agreed to. */
  private void crash(
      ExecutionOutcome.Paused paused, String repeat, Interaction.Via via, Instant answeredAt) {
    database.run(
        "update run_call set state = 'intended', repeat = ? where tenant_id = ? and run_id = ?",
        repeat,
        owner.tenant().value(),
        id(paused).value());
    telling.answer(
        owner.tenant(),
        only(paused),
        YES,
        new TellingStore.Signed(
            owner.account(), via, answeredAt, new Claimant(TestTenants.ids().next(), null)));
  }

  private static Answer decision(String decision) {
    return new Answer(Answer.Action.ACCEPT, Trees.object().put("decision", decision));
  }

  private Answered answer(Interaction question, Answer answer, Interaction.Via via) {
    return mine().answer(question.id(), answer, via);
  }

  private CallerStack mine() {
    return stack.forCaller(owner, Resource.DEFAULT);
  }

  private ExecutionOutcome.Paused paused(String tool) {
    ExecutionOutcome outcome = execute("return (await tools.%s({ n: 1 })).ok".formatted(tool));
    assertThat(outcome).isInstanceOf(ExecutionOutcome.Paused.class);
    return (ExecutionOutcome.Paused) outcome;
  }

  private ExecutionOutcome execute(String code) {
    try {
      return mine().execute(ExecuteRequest.of(code), new Cancellation(), path -> {});
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private ExecutionOutcome await(ExecutionOutcome.Paused paused) {
    Set<InteractionId> known =
        paused.questions().stream().map(Interaction::id).collect(Collectors.toSet());
    try {
      return mine().await(id(paused), known, SOON, new Cancellation()).orElseThrow();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static RunId id(ExecutionOutcome outcome) {
    return RunId.parse(outcome.executionId()).orElseThrow();
  }

  private static Interaction only(ExecutionOutcome outcome) {
    assertThat(outcome).isInstanceOf(ExecutionOutcome.Paused.class);
    List<Interaction> questions = ((ExecutionOutcome.Paused) outcome).questions();
    assertThat(questions).hasSize(1);
    return questions.getFirst();
  }

  private static JsonNode completed(ExecutionOutcome outcome) {
    assertThat(outcome).isInstanceOf(ExecutionOutcome.Completed.class);
    return ((ExecutionOutcome.Completed) outcome).result();
  }
}
