package sh.executor.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sh.executor.database.Database;
import sh.executor.execution.Resource;
import sh.executor.kernel.Caller;
import sh.executor.node.TestNodes;
import sh.executor.node.ThisNode;
import sh.executor.secret.TestSecrets;
import sh.executor.session.model.Appended;
import sh.executor.session.model.Event;
import sh.executor.session.model.Terms;
import sh.executor.telemetry.TestTraces;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.TestMembers;
import sh.executor.testkit.TestTenants;
import sh.executor.testkit.Together;

class EventStoreTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final int MEBIBYTE = 1 << 20;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
  private final Database database = DATABASE.database();
  private final ThisNode node = TestNodes.started();
  private final Caller caller = new TestMembers(database).organization();
  private final Sessions sessions = sessions();
  private final EventStore events =
      new EventStore(
          database,
          new EventSeals(TestSecrets.seals(database, TestTenants.ids(), new byte[32])),
          now::get);
  private final Opened opened =
      sessions
          .open(
              caller,
              Resource.DEFAULT,
              new Terms("2025-11-25", null, JsonNodeFactory.instance.objectNode()))
          .orElseThrow();
  private final LiveSession session = opened.session();

  @Test
  void eventsAreNumberedAndReadBack() {
    assertThat(append(1, "a")).isEqualTo(new Appended.Kept(1));
    assertThat(append(1, "b")).isEqualTo(new Appended.Kept(2));
    assertThat(append(2, "c")).isEqualTo(new Appended.Kept(1));

    assertThat(texts(1, 0)).containsExactly("1 a", "2 b");
    assertThat(texts(1, 1)).containsExactly("2 b");
    assertThat(texts(2, 0)).containsExactly("1 c");
    assertThat(texts(3, 0)).isEmpty();
  }

  @Test
  void whatIsStoredShowsNothingAndCanNotBeMoved() {
    append(1, "the secret of the first");
    append(1, "the secret of the second");
    assertThat(
            database.list(
                "select sealed from mcp_event where session_sha256 = ?",
                row -> new String(row.bytes(1), StandardCharsets.ISO_8859_1),
                (Object) session.key().bytes()))
        .hasSize(2)
        .noneMatch(text -> text.contains("secret"));

    database.run(
        """
        update mcp_event e set sealed = other.sealed from mcp_event other
         where e.session_sha256 = ? and other.session_sha256 = e.session_sha256
           and e.seq = 1 and other.seq = 2
        """,
        (Object) session.key().bytes());

    assertThatThrownBy(() -> events.after(session, 1, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Open mcp_event.sealed");
  }

  @Test
  void anotherNodeReadsThemAndGoesOn() {
    append(1, "a");
    LiveSession woken = woken();

    assertThat(append(woken, 1, "b")).isEqualTo(new Appended.Kept(2));
    assertThat(append(1, "c")).isEqualTo(new Appended.Kept(3));

    assertThat(events.after(woken, 1, 0))
        .extracting(EventStoreTest::text)
        .containsExactly("1 a", "2 b", "3 c");
  }

  @Test
  void aStreamKeepsItsNewestEvents() {
    for (int i = 1; i <= 70; i++) {
      append(1, "event");
      append(2, "of another stream");
    }

    assertThat(events.after(session, 1, 0)).hasSize(64).extracting(Event::seq).startsWith(7L);
    assertThat(events.after(session, 2, 0)).hasSize(64);
  }

  @Test
  void aStreamKeepsSoManyBytesAndItsNewestEvent() {
    append(1, "x".repeat(MEBIBYTE));
    append(1, "x".repeat(MEBIBYTE));
    append(1, "y");
    assertThat(events.after(session, 1, 0)).extracting(Event::seq).containsExactly(2L, 3L);

    append(1, "z".repeat(3 * MEBIBYTE));

    assertThat(events.after(session, 1, 0)).extracting(Event::seq).containsExactly(4L);
  }

  @Test
  void aSessionKeepsSoManyBytes() {
    for (int stream = 1; stream <= 6; stream++) {
      now.updateAndGet(before -> before.plusMillis(1));
      append(stream, "x".repeat(2 * MEBIBYTE));
    }

    assertThat(events.after(session, 1, 0)).isEmpty();
    assertThat(events.after(session, 2, 0)).isEmpty();
    assertThat(events.after(session, 3, 0)).hasSize(1);
    assertThat(events.after(session, 6, 0)).hasSize(1);
  }

  @Test
  void whatArrivedIsForgotten() {
    append(1, "a");
    append(1, "b");
    append(1, "c");

    events.delivered(session, 1, 2);

    assertThat(texts(1, 0)).containsExactly("3 c");
    assertThat(append(1, "d")).isEqualTo(new Appended.Kept(4));
  }

  @Test
  void aNodeThatTheSessionHasLeftWritesNothing() {
    append(1, "a");
    database.run(
        "update mcp_session set home_epoch = home_epoch + 1 where session_sha256 = ?",
        (Object) session.key().bytes());

    Appended refused = append(1, "b");

    assertThat(refused).isEqualTo(new Appended.Refused());
    assertThat(append(woken(), 1, "c")).isEqualTo(new Appended.Kept(2));
    assertThat(texts(1, 0)).containsExactly("1 a", "2 c");
  }

  @Test
  void anEndedSessionHasNoEventsAndTakesNone() {
    append(1, "a");

    sessions.end(session);

    assertThat(append(1, "b")).isEqualTo(new Appended.Refused());
    assertThat(count("mcp_event")).isZero();
  }

  @Test
  void anotherOrganizationSeesAndTouchesNothing() {
    append(1, "a");
    Caller other = new TestMembers(database).organization();
    LiveSession forged =
        new LiveSession(
            session.key(),
            SessionOwner.of(other, Resource.DEFAULT),
            new Stored.Open(SessionStoreContract.terms(), null, 0, null),
            0,
            new FixedSessionConfig(1),
            0);

    events.delivered(forged, 1, 9);

    assertThat(events.after(forged, 1, 0)).isEmpty();
    assertThat(append(forged, 1, "b")).isEqualTo(new Appended.Refused());
    assertThat(texts(1, 0)).containsExactly("1 a");
  }

  @Test
  void eventsWrittenTogetherAllGetANumberOfTheirOwn() throws Exception {
    List<Appended> numbers = Together.all(16, () -> append(1, "event"));

    assertThat(numbers).doesNotHaveDuplicates().allMatch(Appended.Kept.class::isInstance);
    assertThat(events.after(session, 1, 0)).hasSize(16);
  }

  @Test
  void oldStreamsArePurgedAndYoungOnesStay() {
    append(1, "old");
    append(2, "old");
    now.updateAndGet(before -> before.plus(Duration.ofHours(25)));
    append(2, "young");

    while (events.purge(now.get().minus(Duration.ofHours(24)), 1) > 0) {}

    assertThat(texts(1, 0)).isEmpty();
    assertThat(texts(2, 0)).containsExactly("1 old", "2 young");
  }

  @Test
  void theNumbersOfAStandingStreamOutliveItsEvents() {
    append(EventStore.STANDING, "old");
    append(EventStore.STANDING, "older");
    now.updateAndGet(before -> before.plus(Duration.ofHours(25)));

    int purged = events.purge(now.get().minus(Duration.ofHours(24)), 500);
    int again = events.purge(now.get().minus(Duration.ofHours(24)), 500);

    assertThat(purged).isPositive();
    assertThat(again).isZero();
    assertThat(texts(EventStore.STANDING, 0)).isEmpty();
    assertThat(events.newest(session, EventStore.STANDING)).isEqualTo(2);
    assertThat(append(woken(), EventStore.STANDING, "new")).isEqualTo(new Appended.Kept(3));
  }

  @Test
  void theNewestNumberIsKnownAlsoWhenNothingIsKept() {
    append(1, "a");
    append(1, "b");
    events.delivered(session, 1, 2);

    assertThat(events.newest(session, 1)).isEqualTo(2);
    assertThat(events.newest(session, 2)).isZero();
  }

  private Appended append(long stream, String message) {
    return append(session, stream, message);
  }

  private Appended append(LiveSession live, long stream, String message) {
    return events.append(live, stream, message.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> texts(long stream, long seq) {
    return events.after(session, stream, seq).stream().map(EventStoreTest::text).toList();
  }

  private static String text(Event event) {
    return event.seq() + " " + new String(event.message(), StandardCharsets.UTF_8);
  }

  private LiveSession woken() {
    return ((Found.Live) sessions().find(opened.id(), caller, Resource.DEFAULT)).session();
  }

  private long count(String table) {
    return database
        .one(
            "select count(*) from " + table + " where session_sha256 = ?",
            row -> row.number(1),
            (Object) session.key().bytes())
        .orElseThrow();
  }

  private Sessions sessions() {
    return new Sessions(
        new PostgresSessionStore(database),
        new HomeStore(database, node),
        new FixedSessionConfig(100),
        now::get,
        new SecureRandom(),
        new SessionSpans(TestTraces.off()));
  }
}
