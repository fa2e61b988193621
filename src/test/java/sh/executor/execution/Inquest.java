package sh.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import sh.executor.execution.model.CallRecord;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.Question;
import sh.executor.execution.model.RunId;
import sh.executor.execution.model.RunState;
import sh.executor.execution.model.RunSummary;

/**
 * Holds runs that have ended against what an uninterrupted one comes to, and against the ledger.
 */
final class Inquest {

  private final Backstage backstage;
  private final Ledger ledger;
  private final Human human;

  Inquest(Backstage backstage, Ledger ledger, Human human) {
    this.backstage = backstage;
    this.ledger = ledger;
    this.human = human;
  }

  /** What became of one run. */
  record Finding(RunId id, String run, boolean anew, List<Human.Doubt> doubts, int repeated) {}

  /** Looks at a run; fails when it is not as it should be. */
  Finding of(RunSummary summary) {
    RunId id = summary.id();
    assertThat(summary.state()).as("state of %s", id).isEqualTo(RunState.COMPLETED);
    ExecutionOutcome outcome = backstage.outcome(id);
    assertThat(outcome).isInstanceOf(ExecutionOutcome.Completed.class);
    JsonNode result = ((ExecutionOutcome.Completed) outcome).result();
    String run = result.path("run").asText();
    assertThat(result.path("seen")).as("result of %s", run).hasToString("[1,2,3,4,5,6,7]");
    assertThat(result.path("later").asBoolean()).as("clock of %s", run).isTrue();
    assertThat(outcome.logs()).as("logs of %s", run).hasSize(2);
    List<Human.Doubt> doubts = human.doubts(run);
    int repeated = effects(run, result.path("mark").asText(), doubts);
    records(id, run, doubts);
    return new Finding(id, run, marks(run) > 1, doubts, repeated);
  }

  /** Of a run that was not stored: nobody may have heard of it, and it may have looked only. */
  void lost(String run, boolean answered) {
    assertThat(answered).as("whether %s, of which nothing is left, was answered", run).isFalse();
    assertThat(ledger.of(run))
        .as("effects of %s, of which nothing else is left", run)
        .allMatch(entry -> entry.method().equals("GET"));
  }

  private int effects(String run, String mark, List<Human.Doubt> doubts) {
    int repeated = 0;
    for (int n = 1; n <= SweepScript.CALLS; n++) {
      int number = n;
      List<Ledger.Entry> made =
          ledger.of(run).stream().filter(entry -> entry.n() == number).toList();
      long retries =
          doubts.stream().filter(doubt -> doubt.n() == number && doubt.retried()).count();
      if (n > 1) {
        assertThat(made).as("call %d of %s", n, run).allMatch(entry -> entry.mark().equals(mark));
      }
      assertThat(made).as("call %d of %s", n, run).isNotEmpty();
      if (!made.getFirst().mayRepeat() && made.size() > 1 + retries) {
        repeated++;
      }
    }
    return repeated;
  }

  private void records(RunId id, String run, List<Human.Doubt> doubts) {
    assertThat(backstage.journal(id))
        .as("journal of %s", run)
        .hasSize(SweepScript.CALLS)
        .extracting(CallRecord::state)
        .containsOnly(CallRecord.State.DONE);
    assertThat(backstage.written(id))
        .as("calls of %s", run)
        .hasSize(SweepScript.WRITES.size())
        .extracting(StoredCall::state)
        .containsOnly(CallRecord.State.DONE);
    List<Interaction> questions = backstage.questions(id);
    assertThat(questions)
        .as("questions of %s", run)
        .extracting(Interaction::state)
        .doesNotContain(Interaction.State.PENDING);
    Set<Integer> asked =
        questions.stream()
            .filter(question -> question.question().kind() == Question.Kind.IN_DOUBT)
            .map(Interaction::callId)
            .collect(Collectors.toSet());
    assertThat(asked)
        .as("doubts of %s", run)
        .isEqualTo(doubts.stream().map(Human.Doubt::n).collect(Collectors.toSet()));
  }

  private int marks(String run) {
    return ledger.of(run).stream()
        .map(Ledger.Entry::mark)
        .collect(Collectors.toCollection(HashSet::new))
        .size();
  }
}
