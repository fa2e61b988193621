package sh.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sh.executor.catalog.model.Repeat;
import sh.executor.database.Database;
import sh.executor.execution.model.CallRecord;
import sh.executor.execution.model.RunId;
import sh.executor.kernel.Caller;
import sh.executor.secret.TestSecrets;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.TestMembers;
import sh.executor.testkit.TestTenants;

/** How often a run has brought its nodes down, as it goes from one to the next. */
class TakeoverTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Envelope FURTHER = new Envelope(null, null, List.of(), new RunLog(), 1);

  private final Database database = DATABASE.database();
  private final SealedColumns columns =
      new SealedColumns(TestSecrets.seals(database, TestTenants.ids(), new byte[32]));
  private final RunStore runs = new RunStore(database, columns);
  private final CallStore calls = new CallStore(database, columns, new Questions(columns));
  private final Caller owner = new TestMembers(database).organization();
  private final RunHead head =
      new RunHead(new RunId(TestTenants.ids().next()), owner, Resource.DEFAULT, true, NOW);

  private Hold hold = new Hold(dead(), 1);

  /** Ways to get on. */
  enum Progress {
    A_CALL,
    A_REST,
    A_HANDOVER
  }

  @BeforeEach
  void begin() {
    runs.begin(head, hold, "return 1".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void eachNodeThatDiesWithARunIsCounted() {
    takeOver(dead());
    takeOver(dead());

    StoredRun taken = takeOver(dead());

    assertThat(taken.setbacks()).isEqualTo(3);
    assertThat(taken.epoch()).isEqualTo(4);
  }

  @Test
  void aNodeThatLeftIsNotCounted() {
    takeOver(dead());
    takeOver(TestTenants.ids().next());

    StoredRun taken = takeOver(dead());

    assertThat(taken.setbacks()).isEqualTo(2);
  }

  @Test
  void aHandoverOfWhatDidNotMoveLeavesTheCountAsItIs() {
    takeOver(dead());
    runs.handOver(head, hold, null, 0, NOW);

    StoredRun taken = takeOver(dead());

    assertThat(taken.setbacks()).isEqualTo(1);
  }

  @Test
  void aDefectIsCountedLikeADeath() {
    takeOver(TestTenants.ids().next());

    runs.setBack(owner.tenant(), head.id(), hold);
    runs.setBack(owner.tenant(), head.id(), new Hold(hold.node(), hold.epoch() - 1));

    assertThat(setbacks()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Progress.class)
  void aRunThatGetsOnIsCountedAnew(Progress progress) {
    takeOver(dead());
    takeOver(dead());

    switch (progress) {
      case A_CALL -> calls.admit(head, hold, FURTHER, List.of(call()), NOW);
      case A_REST -> assertThat(runs.rest(head, hold, null, 0, 0, NOW)).isTrue();
      case A_HANDOVER -> runs.handOver(head, hold, FURTHER, 0, NOW);
    }

    assertThat(setbacks()).isZero();
  }

  private static NewCall call() {
    return new NewCall(1, "x.org.main.y", CallRecord.State.INTENDED, Repeat.NEVER, null);
  }

  private StoredRun takeOver(UUID node) {
    List<TakenRun> taken =
        runs.takeOver(
            new Claimant(node, "an engine"), Set.of(), new RunStore.Times(NOW, NOW, NOW), 100);
    StoredRun it =
        taken.stream()
            .map(TakenRun::run)
            .filter(run -> run.id().equals(head.id()))
            .findFirst()
            .orElseThrow();
    hold = new Hold(node, it.epoch());
    return it;
  }

  private int setbacks() {
    return runs.find(owner.tenant(), head.id()).orElseThrow().setbacks();
  }

  /** A node whose lease is over. */
  private UUID dead() {
    UUID node = TestTenants.ids().next();
    database.run("insert into node (id, name, lease_until) values (?, 'dead', now())", node);
    return node;
  }
}
