package sh.executor.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sh.executor.database.Database;
import sh.executor.execution.Resource;
import sh.executor.kernel.Caller;
import sh.executor.node.TestNodes;
import sh.executor.node.ThisNode;
import sh.executor.session.model.Terms;
import sh.executor.telemetry.TestTraces;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.TestTenants;
import sh.executor.testkit.Together;

/** A session is at home at one node that lives, and at another one when that is over. */
class HomeTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final long LEASE_NANOS = 600_000_000_000L;

  private final Database database = DATABASE.database();
  private final Caller caller = new TestTenants(database).owner();
  private final AtomicLong nanos = new AtomicLong();
  private final ThisNode first = TestNodes.started(nanos::get);
  private final ThisNode second = TestNodes.started();
  private final Sessions here = sessions(first);
  private final Sessions there = sessions(second);

  HomeTest() {
    TestNodes.beat(database, first);
    TestNodes.beat(database, second);
  }

  @Test
  void aSessionIsAtHomeWhereItBegan() {
    Opened opened = open();

    assertThat(find(there, opened)).isEqualTo(new Found.Elsewhere(first.id()));
    assertThat(find(here, opened)).isEqualTo(new Found.Live(opened.session()));
    assertThat(there.cached()).isZero();
  }

  @Test
  void whoseItIsIsLookedAtBeforeWhereItIs() {
    Opened opened = open();
    Caller stranger = new TestTenants(database).owner();

    Found found = there.find(opened.id(), stranger, Resource.DEFAULT);

    assertThat(found).isEqualTo(new Found.NotYours());
  }

  @Test
  void whatANodeHadThatDiedIsTakenOverAndItsEpochRaised() {
    Opened opened = open();
    TestNodes.die(database, first);

    Found found = find(there, opened);

    assertThat(found).isInstanceOf(Found.Live.class);
    assertThat(((Found.Live) found).session().epoch()).isOne();
    assertThat(find(sessions(TestNodes.started()), opened))
        .isEqualTo(new Found.Elsewhere(second.id()));
  }

  @Test
  void oneOfManyTakesItOver() throws Exception {
    Opened opened = open();
    TestNodes.die(database, first);
    List<Sessions> nodes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ThisNode node = TestNodes.started();
      TestNodes.beat(database, node);
      nodes.add(sessions(node));
    }
    AtomicLong next = new AtomicLong();

    List<Found> found =
        Together.all(8, () -> find(nodes.get((int) next.getAndIncrement()), opened));

    assertThat(found.stream().filter(Found.Live.class::isInstance)).hasSize(1);
    assertThat(found.stream().filter(Found.Elsewhere.class::isInstance).distinct()).hasSize(1);
  }

  @Test
  void aNodeWhoseLeaseLapsedLooksAgainBeforeItGoesOn() {
    Opened opened = open();
    List<String> ends = new ArrayList<>();
    opened.session().attach(ends::add);
    nanos.addAndGet(LEASE_NANOS + 1);
    TestNodes.die(database, first);
    find(there, opened);

    Found lapsed = find(here, opened);
    TestNodes.beat(database, first);
    Found renewed = find(here, opened);

    assertThat(lapsed).isEqualTo(new Found.Elsewhere(second.id()));
    assertThat(renewed).isEqualTo(new Found.Elsewhere(second.id()));
    assertThat(ends).containsExactly("moved to another node, reconnect");
    assertThat(here.cached()).isZero();
  }

  @Test
  void aLapseThatOnlyTheDatabaseSawCounts() {
    Opened opened = open();
    TestNodes.die(database, first);
    find(there, opened);
    TestNodes.beat(database, first);

    Found found = find(here, opened);

    assertThat(found).isEqualTo(new Found.Elsewhere(second.id()));
  }

  @Test
  void aNodeThatWasSuspendedLooksAgainAtOnce() {
    AtomicReference<Instant> wall = new AtomicReference<>(Instant.EPOCH);
    ThisNode suspended = TestNodes.started(nanos::get, wall::get);
    TestNodes.beat(database, suspended);
    Sessions held = sessions(suspended);
    Opened opened = open(held);
    TestNodes.die(database, suspended);
    find(there, opened);
    wall.set(Instant.EPOCH.plusSeconds(601));

    Found found = find(held, opened);

    assertThat(found).isEqualTo(new Found.Elsewhere(second.id()));
  }

  @Test
  void whatANodeHadThatNobodyCanReachMayBeTakenOver() {
    TestNodes.beatFromNowhere(database, first);
    Opened opened = open();
    find(there, opened);

    Found found = find(here, opened);

    assertThat(found).isEqualTo(new Found.Elsewhere(second.id()));
  }

  @Test
  void aNodeThatIsAloneNeedsNoAddress() {
    database.run("delete from node where id <> ?", first.id());
    TestNodes.beatFromNowhere(database, first);

    assertThat(new HomeStore(database, first).stands(first.lapses())).isTrue();
  }

  @Test
  void whatNobodyTookStaysAsItIs() {
    Opened opened = open();
    nanos.addAndGet(LEASE_NANOS + 1);
    TestNodes.beat(database, first);

    Found found = find(here, opened);

    assertThat(found).isEqualTo(new Found.Live(opened.session()));
  }

  @Test
  void whatCameBackAfterItWasElsewhereIsMadeAnew() {
    Opened opened = open();
    nanos.addAndGet(LEASE_NANOS + 1);
    TestNodes.die(database, first);
    find(there, opened);
    TestNodes.die(database, second);
    TestNodes.beat(database, first);

    Found found = find(here, opened);

    LiveSession session = ((Found.Live) found).session();
    assertThat(session).isNotSameAs(opened.session());
    assertThat(session.epoch()).isEqualTo(2);
  }

  @Test
  void aNodeThatStopsKeepsNothingFromTheOthers() {
    Opened opened = open();
    TestNodes.leave(database, first);

    Found taken = find(there, opened);
    Found left = find(here, opened);

    assertThat(taken).isInstanceOf(Found.Live.class);
    assertThat(left).isEqualTo(new Found.Elsewhere(second.id()));
  }

  @Test
  void aSessionThatEndedIsAtHomeNowhere() {
    Opened opened = open();
    here.end(opened.session());

    assertThat(find(there, opened)).isEqualTo(new Found.Ended());
    assertThat(
            new HomeStore(database, second).claim(opened.session().key(), opened.session().owner()))
        .isEqualTo(new Home.Gone());
  }

  private Opened open() {
    return open(here);
  }

  private Opened open(Sessions sessions) {
    return sessions
        .open(
            caller,
            Resource.DEFAULT,
            new Terms("2025-11-25", null, JsonNodeFactory.instance.objectNode()))
        .orElseThrow();
  }

  private Found find(Sessions sessions, Opened opened) {
    return sessions.find(opened.id(), caller, Resource.DEFAULT);
  }

  private Sessions sessions(ThisNode node) {
    return new Sessions(
        new PostgresSessionStore(database),
        new HomeStore(database, node),
        new FixedSessionConfig(100),
        () -> Instant.parse("2026-11-21T10:00:00Z"),
        new SecureRandom(),
        new SessionSpans(TestTraces.off()));
  }
}
