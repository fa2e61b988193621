package sh.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
import sh.executor.execution.model.RunFilter;
import sh.executor.execution.model.RunId;
import sh.executor.execution.model.RunState;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Owner;
import sh.executor.policy.Action;
import sh.executor.policy.Policies;
import sh.executor.tenant.AnswerTerms;
import sh.executor.tenant.Tenants;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;

/** Scripts that wait for people. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class PausedRunTest {

  private static final String CHANGE = "trial.org.main.change.it";
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String MOVE =
      "update run set resource = 'toolkit:mail' where tenant_id = ? and id = ?";
  private static final Answer YES = new Answer(Answer.Action.ACCEPT, null);

  private final Cast cast = Cast.assemble();
  private final Caller owner = cast.owner().caller();

  @Inject ExecutionStack stack;
  @Inject Integrations integrations;
  @Inject Connections connections;
  @Inject Policies policies;
  @Inject Tenants tenants;
  @Inject TrialKind kind;
  @Inject WarmRuns warm;
  @Inject Database database;

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

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aScriptGoesOnWhenAPersonAgrees(boolean hibernated) {
    int before = kind.changes.get();
    ExecutionOutcome.Paused paused =
        paused(
            """
            const dice = Math.random(), then = Date.now();
            const both = await Promise.all([
              tools.trial.org.main.look.echo({ n: 1 }), tools.%s({ n: 2 })]);
            return { same: dice === Math.abs(dice), since: Date.now() >= then, both };"""
                .formatted(CHANGE));
    if (hibernated) {
      forget(paused);
    }

    Answered answered = answer(owner, only(paused), YES, Interaction.Via.REST);
    JsonNode result = completed(await(paused, Set.of()));

    assertThat(answered).isInstanceOf(Answered.Recorded.class);
    assertThat(result.path("same").asBoolean()).isTrue();
    assertThat(result.path("since").asBoolean()).isTrue();
    assertThat(result.at("/both/0/data/n").asInt()).isEqualTo(1);
    assertThat(result.at("/both/1/ok").asBoolean()).isTrue();
    assertThat(kind.changes.get()).isEqualTo(before + 1);
  }

  @Test
  void theQuestionSaysWhatWouldBeDoneAsWhomAndWhy() {
    Interaction question = only(paused("return await tools.%s({ n: 2 })".formatted(CHANGE)));

    assertThat(question.question().message())
        .contains(CHANGE, "tools.trial.org.main", "it may change something", "\"n\" : 2");
    assertThat(question.question().arguments()).hasToString("{\"n\":2}");
    assertThat(question.question().requestedSchema()).isNull();
    assertThat(question.deadline()).isAfter(question.createdAt().plus(Duration.ofDays(6)));
  }

  @ParameterizedTest
  @EnumSource(
      value = Answer.Action.class,
      names = {"DECLINE", "CANCEL"})
  void aScriptSeesThatAPersonSaidNo(Answer.Action no) {
    int before = kind.changes.get();
    ExecutionOutcome.Paused paused =
        paused("try { await tools.%s({}) } catch (e) { return e.message }".formatted(CHANGE));

    answer(owner, only(paused), new Answer(no, null), Interaction.Via.REST);
    JsonNode result = completed(await(paused, Set.of()));

    assertThat(result.asText())
        .contains(CHANGE, no == Answer.Action.DECLINE ? "declined" : "cancelled");
    assertThat(kind.changes.get()).isEqualTo(before);
  }

  @Test
  void gatesSideBySideAreQuestionsSideBySide() {
    int before = kind.changes.get();
    ExecutionOutcome.Paused paused =
        paused(
            """
            const all = await Promise.allSettled(
              [1, 2, 3].map((n) => tools.%s({ n })));
            return all.map((one) => one.status);"""
                .formatted(CHANGE));
    Set<InteractionId> asked = ids(paused);

    answer(owner, paused.questions().get(2), YES, Interaction.Via.REST);
    answer(
        owner,
        paused.questions().get(0),
        new Answer(Answer.Action.DECLINE, null),
        Interaction.Via.REST);
    answer(owner, paused.questions().get(1), YES, Interaction.Via.REST);
    JsonNode result = completed(await(paused, asked));

    assertThat(asked).hasSize(3);
    assertThat(result).hasToString("[\"rejected\",\"fulfilled\",\"fulfilled\"]");
    assertThat(kind.changes.get()).isEqualTo(before + 2);
  }

  @Test
  void oneGateAfterAnotherKeepsTheIdOfTheRun() {
    ExecutionOutcome.Paused first =
        paused("await tools.%1$s({}); await tools.%1$s({}); return 'both'".formatted(CHANGE));
    answer(owner, only(first), YES, Interaction.Via.REST);

    ExecutionOutcome second = await(first, ids(first));
    assertThat(second).isInstanceOf(ExecutionOutcome.Paused.class);
    answer(owner, only((ExecutionOutcome.Paused) second), YES, Interaction.Via.REST);
    ExecutionOutcome end = await(first, ids((ExecutionOutcome.Paused) second));

    assertThat(second.executionId()).isEqualTo(first.executionId());
    assertThat(end.executionId()).isEqualTo(first.executionId());
    assertThat(completed(end).asText()).isEqualTo("both");
  }

  @Test
  void whoAnswersFirstHasAnswered() {
    int before = kind.changes.get();
    ExecutionOutcome.Paused paused = paused("return (await tools.%s({})).ok".formatted(CHANGE));
    Interaction question = only(paused);

    Answered first = answer(owner, question, YES, Interaction.Via.REST);
    Answered same = answer(owner, question, YES, Interaction.Via.PAGE);
    Answered other =
        answer(owner, question, new Answer(Answer.Action.DECLINE, null), Interaction.Via.REST);
    await(paused, ids(paused));

    assertThat(first).isInstanceOf(Answered.Recorded.class);
    assertThat(same)
        .isInstanceOfSatisfying(
            Answered.Recorded.class,
            recorded ->
                assertThat(recorded.interaction().settled())
                    .isNotNull()
                    .extracting(Interaction.Settled::via)
                    .isEqualTo(Interaction.Via.REST));
    assertThat(other).isInstanceOf(Answered.TooLate.class);
    assertThat(kind.changes.get()).isEqualTo(before + 1);
  }

  @Test
  void whatIsToldOfAnAnswerIsWhatIsKept() {
    Interaction question = only(paused("return (await tools.%s({ n: 1 })).ok".formatted(CHANGE)));

    Answered answered = answer(owner, question, YES, Interaction.Via.REST);

    assertThat(stack.forCaller(owner, Resource.DEFAULT).question(question.id()))
        .hasValueSatisfying(kept -> assertThat(answered).isEqualTo(new Answered.Recorded(kept)));
  }

  @Test
  void strangersDoNotSeeTheQuestion() {
    Interaction question = only(paused("return await tools.%s({})".formatted(CHANGE)));
    Caller stranger = Cast.assemble().owner().caller();

    assertThat(answer(stranger, question, YES, Interaction.Via.REST))
        .isInstanceOf(Answered.Unknown.class);
    assertThat(stack.forCaller(stranger, Resource.DEFAULT).question(question.id())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Interaction.Via.class,
      names = {"REST", "PAGE", "MODEL"})
  void anAgentAnswersNothing(Interaction.Via via) {
    Caller agent =
        new Caller(owner.tenant(), owner.account(), owner.role(), Caller.Credential.AGENT);
    Interaction question = only(paused("return await tools.%s({})".formatted(CHANGE)));

    assertThat(answer(agent, question, YES, via)).isInstanceOf(Answered.Forbidden.class);
    assertThat(stack.forCaller(owner, Resource.DEFAULT).question(question.id()))
        .hasValueSatisfying(
            still -> assertThat(still.state()).isEqualTo(Interaction.State.PENDING));
  }

  @Test
  void anAgentAnswersWhereAnAdminLetsIt() {
    tenants.setAnswerTerms(owner, new AnswerTerms(Duration.ofDays(1), true, true));
    Caller agent =
        new Caller(owner.tenant(), owner.account(), owner.role(), Caller.Credential.AGENT);
    ExecutionOutcome.Paused paused = paused("return (await tools.%s({})).ok".formatted(CHANGE));

    Answered answered = answer(agent, only(paused), YES, Interaction.Via.MODEL);

    assertThat(answered).isInstanceOf(Answered.Recorded.class);
    assertThat(completed(await(paused, ids(paused))).asBoolean()).isTrue();
  }

  @Test
  void whatIsToBeApprovedAtTheConsoleIsApprovedNowhereElse() {
    tenants.setAnswerTerms(owner, new AnswerTerms(Duration.ofDays(1), true, true));
    policies.create(owner, Owner.ORG, CHANGE, Action.REQUIRE_APPROVAL, null, true);
    ExecutionOutcome.Paused paused = paused("return (await tools.%s({})).ok".formatted(CHANGE));
    Interaction question = only(paused);

    assertThat(answer(owner, question, YES, Interaction.Via.NATIVE))
        .isInstanceOf(Answered.Forbidden.class);
    assertThat(answer(owner, question, YES, Interaction.Via.MODEL))
        .isInstanceOf(Answered.Forbidden.class);
    assertThat(answer(owner, question, YES, Interaction.Via.REST))
        .isInstanceOf(Answered.Recorded.class);
    assertThat(completed(await(paused, ids(paused))).asBoolean()).isTrue();
  }

  @Test
  void theRulesAreLookedAtAgainWhenTheAnswerArrives() {
    int before = kind.changes.get();
    ExecutionOutcome.Paused paused = paused("return (await tools.%s({})).error".formatted(CHANGE));
    policies.create(owner, Owner.ORG, CHANGE, Action.BLOCK, null, false);

    answer(owner, only(paused), YES, Interaction.Via.REST);
    JsonNode error = completed(await(paused, ids(paused)));

    assertThat(error.path("code").asText()).isEqualTo("tool_blocked");
    assertThat(kind.changes.get()).isEqualTo(before);
  }

  @Test
  void aRunThatWaitsCanBeCalledOff() {
    ExecutionOutcome.Paused paused = paused("return await tools.%s({})".formatted(CHANGE));
    forget(paused);

    boolean cancelled = stack.forCaller(owner, Resource.DEFAULT).cancel(paused.executionId());
    ExecutionOutcome end = await(paused, ids(paused));

    assertThat(cancelled).isTrue();
    assertThat(end).isInstanceOf(ExecutionOutcome.Failed.class);
    assertThat(stack.forCaller(owner, Resource.DEFAULT).run(id(paused)))
        .hasValueSatisfying(run -> assertThat(run.state()).isEqualTo(RunState.CANCELLED));
    assertThat(answer(owner, only(paused), YES, Interaction.Via.REST))
        .isInstanceOf(Answered.TooLate.class);
  }

  @Test
  void aRunOfWhatIsGoneDoesNotGoOn() {
    int before = kind.changes.get();
    ExecutionOutcome.Paused paused = paused("return await tools.%s({})".formatted(CHANGE));
    database.transact(tx -> tx.run(MOVE, owner.tenant().value(), id(paused).value()));

    answer(owner, only(paused), YES, Interaction.Via.REST);
    ExecutionOutcome end = await(paused, ids(paused));

    assertThat(end)
        .isInstanceOfSatisfying(
            ExecutionOutcome.Failed.class,
            failed -> assertThat(failed.error()).contains("no longer there"));
    assertThat(kind.changes.get()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"toolkit:mail", "toolkit:default", "Default", "", "direct"})
  void onlyTheWholeCatalogIsThere(String key) {
    Resource resource = Resource.of(key);

    assertThat(resource.exists()).isFalse();
    assertThatThrownBy(() -> stack.forCaller(owner, resource))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theJournalSaysWhatWasCalled() {
    ExecutionOutcome.Paused paused =
        paused(
            """
            await tools.trial.org.main.look.echo({ n: 1 });
            await tools.trial.org.main.look.fail({});
            await tools.%s({ n: 2 });
            return 1;"""
                .formatted(CHANGE));
    CallerStack mine = stack.forCaller(owner, Resource.DEFAULT);
    List<CallRecord> waiting = mine.journal(id(paused)).orElseThrow();
    answer(owner, only(paused), YES, Interaction.Via.REST);
    await(paused, ids(paused));
    List<CallRecord> ended = mine.journal(id(paused)).orElseThrow();

    assertThat(waiting)
        .extracting(CallRecord::state)
        .containsExactly(CallRecord.State.DONE, CallRecord.State.DONE, CallRecord.State.WAITING);
    assertThat(ended).extracting(CallRecord::state).containsOnly(CallRecord.State.DONE);
    assertThat(ended)
        .extracting(CallRecord::error)
        .containsExactly(null, "upstream_http_error", null);
    assertThat(ended.get(2).arguments()).hasToString("{\"n\":2}");
  }

  @Test
  void whatWaitsIsListedForThoseItConcerns() {
    ExecutionOutcome.Paused paused = paused("return await tools.%s({})".formatted(CHANGE));
    CallerStack stranger = stack.forCaller(Cast.assemble().owner().caller(), Resource.DEFAULT);
    CallerStack mine = stack.forCaller(owner, Resource.DEFAULT);

    assertThat(mine.pending(false, 0, 10).items())
        .extracting(Interaction::run)
        .contains(id(paused));
    assertThat(mine.runs(new RunFilter(null, RunState.WAITING, null, null), 0, 10).items())
        .hasSize(1);
    assertThat(stranger.pending(false, 0, 10).items()).isEmpty();
    assertThat(stranger.run(id(paused))).isEmpty();
  }

  private ExecutionOutcome.Paused paused(String code) {
    ExecutionOutcome outcome = execute(code);
    assertThat(outcome).isInstanceOf(ExecutionOutcome.Paused.class);
    return (ExecutionOutcome.Paused) outcome;
  }

  private ExecutionOutcome execute(String code) {
    try {
      return stack
          .forCaller(owner, Resource.DEFAULT)
          .execute(ExecuteRequest.of(code), new Cancellation(), path -> {});
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** As if the service had been started again since. */
  private void forget(ExecutionOutcome.Paused paused) {
    warm.take(id(paused), -1);
  }

  private Answered answer(Caller caller, Interaction question, Answer answer, Interaction.Via via) {
    return stack.forCaller(caller, Resource.DEFAULT).answer(question.id(), answer, via);
  }

  private ExecutionOutcome await(ExecutionOutcome.Paused paused, Set<InteractionId> known) {
    try {
      return stack
          .forCaller(owner, Resource.DEFAULT)
          .await(id(paused), known.isEmpty() ? ids(paused) : known, SOON, new Cancellation())
          .orElseThrow();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static RunId id(ExecutionOutcome outcome) {
    return RunId.parse(outcome.executionId()).orElseThrow();
  }

  private static Set<InteractionId> ids(ExecutionOutcome.Paused paused) {
    return paused.questions().stream().map(Interaction::id).collect(Collectors.toSet());
  }

  private static Interaction only(ExecutionOutcome.Paused paused) {
    assertThat(paused.questions()).hasSize(1);
    return paused.questions().getFirst();
  }

  private static JsonNode completed(ExecutionOutcome outcome) {
    assertThat(outcome).isInstanceOf(ExecutionOutcome.Completed.class);
    return ((ExecutionOutcome.Completed) outcome).result();
  }
}
