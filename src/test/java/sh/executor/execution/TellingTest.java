package sh.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.catalog.model.Repeat;
import sh.executor.database.Database;
import sh.executor.execution.model.Answer;
import sh.executor.execution.model.CallRecord;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.InteractionId;
import sh.executor.execution.model.Question;
import sh.executor.execution.model.RunId;
import sh.executor.execution.model.RunState;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Role;
import sh.executor.secret.TestSecrets;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.TestMembers;
import sh.executor.testkit.TestTenants;
import sh.executor.testkit.Together;

/** What is told to a run at the moment something else happens to it. */
class TellingTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant DEADLINE = NOW.plus(Duration.ofDays(1));
  private static final Envelope STOOD = new Envelope(null, null, List.of(), new RunLog(), 1);
  private static final Answer YES = new Answer(Answer.Action.ACCEPT, null);
  private static final Answer NO = new Answer(Answer.Action.DECLINE, null);
  private static final int MANY = 8;

  private final Database database = DATABASE.database();
  private final SealedColumns columns =
      new SealedColumns(TestSecrets.seals(database, TestTenants.ids(), new byte[32]));
  private final Questions questions = new Questions(columns);
  private final RunStore runs = new RunStore(database, columns);
  private final CallStore calls = new CallStore(database, columns, questions);
  private final InteractionStore interactions = new InteractionStore(database, questions);
  private final TellingStore telling = new TellingStore(database, questions);
  private final TestMembers members = new TestMembers(database);
  private final Caller owner = members.organization();
  private final RunHead head = head(owner);
  private final Hold hold = new Hold(TestTenants.ids().next(), 1);
  private final Claimant teller = new Claimant(TestTenants.ids().next(), "an engine");
  private final Interaction question = question(head);

  @BeforeEach
  void ask() {
    ask(head, question);
  }

  @Test
  void anAnswerThatComesAsTheRunGoesToRestWakesIt() throws Exception {
    InTurn<Boolean, Told> both = inTurn(this::rest, this::answer);

    assertThat(both.first()).isTrue();
    assertThat(both.second())
        .isInstanceOfSatisfying(
            Told.Claimed.class,
            claimed -> {
              assertThat(claimed.taken().run().epoch()).isEqualTo(2);
              assertThat(claimed.taken().run().answers()).isEqualTo(1);
              assertThat(claimed.taken().run().snapshot()).isNotNull();
            });
    assertThat(pulse()).isEqualTo(new RunStore.Pulse(teller.node(), 2, 1, null));
    assertThat(settled()).isEqualTo(Interaction.State.ACCEPTED);
  }

  @Test
  void aRunThatGoesToRestAsAnAnswerComesDoesNotRest() throws Exception {
    InTurn<Told, Boolean> both = inTurn(this::answer, this::rest);

    assertThat(both.first()).isInstanceOf(Told.Driven.class);
    assertThat(both.second()).isFalse();
    assertThat(pulse()).isEqualTo(new RunStore.Pulse(hold.node(), hold.epoch(), 1, null));
    assertThat(settled()).isEqualTo(Interaction.State.ACCEPTED);
  }

  @Test
  void anAnswerThatComesAsTheRunEndsIsTooLate() throws Exception {
    InTurn<Boolean, Told> both = inTurn(this::end, this::answer);

    assertThat(both.first()).isTrue();
    assertThat(both.second()).isInstanceOf(Told.Nothing.class);
    assertThat(runs.state(owner.tenant(), head.id())).contains(RunState.CANCELLED);
    assertThat(pulse().answers()).isZero();
    assertThat(settled()).isEqualTo(Interaction.State.CANCELLED);
  }

  @Test
  void aRunThatEndsAsAnAnswerComesKeepsTheAnswer() throws Exception {
    InTurn<Told, Boolean> both = inTurn(this::answer, this::end);

    assertThat(both.first()).isInstanceOf(Told.Driven.class);
    assertThat(both.second()).isTrue();
    assertThat(runs.state(owner.tenant(), head.id())).contains(RunState.CANCELLED);
    assertThat(settled()).isEqualTo(Interaction.State.ACCEPTED);
  }

  @Test
  void aRunThatIsCalledOffAsAnAnswerWakesItIsTheAnswerers() throws Exception {
    rest();

    InTurn<Told, Told> both = inTurn(this::answer, this::wish);

    assertThat(both.first()).isInstanceOf(Told.Claimed.class);
    assertThat(both.second()).isInstanceOf(Told.Driven.class);
    assertThat(pulse()).isEqualTo(new RunStore.Pulse(teller.node(), 2, 2, "enough"));
  }

  @Test
  void anAnswerThatComesAsTheRunIsCalledOffIsHeardByWhomItIsNow() throws Exception {
    rest();

    InTurn<Told, Told> both = inTurn(this::wish, this::answer);

    assertThat(both.first())
        .isInstanceOfSatisfying(
            Told.Claimed.class,
            claimed -> assertThat(claimed.taken().cancelWish()).isEqualTo("enough"));
    assertThat(both.second()).isInstanceOf(Told.Driven.class);
    assertThat(pulse()).isEqualTo(new RunStore.Pulse(teller.node(), 2, 2, "enough"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofManyAnswersAtOnceOneCounts(boolean rests) throws Exception {
    if (rests) {
      rest();
    }

    List<Told> told = Together.all(MANY, this::answer);

    assertThat(told)
        .filteredOn(one -> !(one instanceof Told.Nothing))
        .singleElement()
        .isInstanceOf(rests ? Told.Claimed.class : Told.Driven.class);
    assertThat(pulse().answers()).isEqualTo(1);
  }

  @Test
  void anAnswerThatComesAsTimeIsUpIsTooLate() throws Exception {
    rest();

    InTurn<Told, Told> both = inTurn(this::expire, this::answer);

    assertThat(both.first()).isInstanceOf(Told.Claimed.class);
    assertThat(both.second()).isInstanceOf(Told.Nothing.class);
    assertThat(pulse().answers()).isEqualTo(1);
    assertThat(settled()).isEqualTo(Interaction.State.EXPIRED);
  }

  @Test
  void whatIsAnsweredIsNotChangedByTheNext() throws Exception {
    InTurn<Told, Told> both =
        inTurn(this::answer, () -> telling.answer(owner.tenant(), question, NO, signed(NOW)));

    assertThat(both.second()).isInstanceOf(Told.Nothing.class);
    assertThat(settled()).isEqualTo(Interaction.State.ACCEPTED);
  }

  @Test
  void anAnswerAtTheDeadlineChangesNothing() {
    Told told = telling.answer(owner.tenant(), question, YES, signed(DEADLINE));

    assertThat(told).isInstanceOf(Told.Nothing.class);
    assertThat(pulse().answers()).isZero();
    assertThat(settled()).isEqualTo(Interaction.State.PENDING);
  }

  @Test
  void anotherOrganisationTellsItNothing() {
    Caller stranger = members.organization();

    Told answered = telling.answer(stranger.tenant(), question, YES, signed(NOW));
    Told wished = telling.wish(stranger.tenant(), head.id(), "enough", teller, NOW);

    assertThat(List.of(answered, wished)).hasOnlyElementsOfType(Told.Nothing.class);
    assertThat(pulse()).isEqualTo(new RunStore.Pulse(hold.node(), hold.epoch(), 0, null));
  }

  @Test
  void anAnswerToAnotherRunsQuestionChangesNeither() {
    RunHead other = head(owner);
    Interaction theirs = question(other);
    ask(other, theirs);
    Interaction mixed = question(other, theirs.id(), head.id());

    Told told = telling.answer(owner.tenant(), mixed, YES, signed(NOW));

    assertThat(told).isInstanceOf(Told.Nothing.class);
    assertThat(pulse().answers()).isZero();
    assertThat(runs.pulse(owner.tenant(), other.id()).answers()).isZero();
  }

  @Test
  void whoWakesARunIsToldWhatItsOwnerIsNow() {
    rest();

    Told told = answer();

    assertThat(told)
        .isInstanceOfSatisfying(
            Told.Claimed.class,
            claimed -> assertThat(claimed.taken().role()).isEqualTo(Role.OWNER));
  }

  @Test
  void whoWakesARunIsToldThatItsOwnerHasLeft() {
    Caller member = members.member(owner, Role.MEMBER);
    RunHead theirs = head(member);
    Interaction asked = question(theirs);
    ask(theirs, asked);
    assertThat(runs.rest(theirs, hold, null, 0, 0, NOW)).isTrue();
    database.run(
        "delete from membership where tenant_id = ? and account_id = ?",
        member.tenant().value(),
        member.account().value());

    Told told = telling.answer(owner.tenant(), asked, YES, signed(NOW));

    assertThat(told)
        .isInstanceOfSatisfying(
            Told.Claimed.class, claimed -> assertThat(claimed.taken().role()).isNull());
  }

  /** What two that wait for the same run come to, the one that came first being first. */
  private record InTurn<A, B>(A first, B second) {}

  private <A, B> InTurn<A, B> inTurn(Callable<A> first, Callable<B> second) throws Exception {
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> gate = threads.submit(() -> lock(locked, released));
      assertThat(locked.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      try {
        Future<A> one = threads.submit(first);
        awaitBlocked(1);
        Future<B> other = threads.submit(second);
        awaitBlocked(2);
        released.countDown();
        assertThat(gate.get()).isTrue();
        return new InTurn<>(one.get(), other.get());
      } finally {
        released.countDown();
      }
    }
  }

  private boolean lock(CountDownLatch locked, CountDownLatch released) {
    return database.transact(
        tx -> {
          tx.one("select 1 from run where id = ? for update", r -> 1, head.id().value());
          locked.countDown();
          return catchThrowable(() -> released.await(SOON.toSeconds(), TimeUnit.SECONDS)) == null;
        });
  }

  private void awaitBlocked(int count) {
    Awaitility.await(count + " that wait for the run")
        .atMost(SOON)
        .until(
            () ->
                database
                    .one(
                        """
                        select count(*)::integer from pg_stat_activity
                         where datname = current_database() and wait_event_type = 'Lock'
                        """,
                        row -> row.integer(1))
                    .orElseThrow(),
            blocked -> blocked == count);
  }

  private void ask(RunHead run, Interaction asked) {
    runs.begin(run, hold, "return 1".getBytes(StandardCharsets.UTF_8));
    NewCall call = new NewCall(1, "x.org.main.y", CallRecord.State.WAITING, Repeat.NEVER, asked);
    calls.admit(run, hold, STOOD, List.of(call), NOW);
  }

  private boolean rest() {
    return runs.rest(head, hold, null, 1, 0, NOW);
  }

  private boolean end() {
    runs.end(head, hold, RunState.CANCELLED, new RunStore.Ending(new byte[1], new byte[1], 1, NOW));
    return true;
  }

  private Told answer() {
    return telling.answer(owner.tenant(), question, YES, signed(NOW));
  }

  private Told expire() {
    var overdue = new InteractionStore.Overdue(owner.tenant(), head.id(), question.id());
    return telling.expire(overdue, teller, DEADLINE);
  }

  private Told wish() {
    return telling.wish(owner.tenant(), head.id(), "enough", teller, NOW);
  }

  private TellingStore.Signed signed(Instant at) {
    return new TellingStore.Signed(owner.account(), Interaction.Via.REST, at, teller);
  }

  private RunStore.Pulse pulse() {
    return runs.pulse(owner.tenant(), head.id());
  }

  private Interaction.State settled() {
    return interactions.find(owner.tenant(), question.id()).orElseThrow().interaction().state();
  }

  private static RunHead head(Caller caller) {
    return new RunHead(id(), caller, Resource.DEFAULT, false, NOW);
  }

  private static RunId id() {
    UUID id = TestTenants.ids().next();
    return new RunId(id);
  }

  private static Interaction question(RunHead run) {
    return question(run, new InteractionId(TestTenants.ids().next()), run.id());
  }

  private static Interaction question(RunHead run, InteractionId id, RunId named) {
    return new Interaction(
        id,
        named,
        run.caller().account(),
        1,
        Interaction.State.PENDING,
        new Question(
            Question.Kind.APPROVAL,
            "May it?",
            "x.org.main.y",
            MissingNode.getInstance(),
            null,
            null),
        false,
        NOW,
        DEADLINE,
        null);
  }
}
