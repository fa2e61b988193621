package sh.executor.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sh.executor.database.SetAside;
import sh.executor.kernel.Caller;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.TestMembers;
import sh.executor.upgrade.EntryShapes.Shape;

/** V0004 on a database of sessions as entries. */
class SessionMigrationTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.empty();

  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");
  private static final int MANY = 3_000;
  private static final Map<String, byte[]> KEYS = new HashMap<>();
  private static final List<Shape> SESSIONS = new ArrayList<>();
  private static final List<Shape> OTHERS = new ArrayList<>();

  @BeforeAll
  static void migrate() {
    Migrations.upTo(DATABASE.login(), "3");
    TestMembers members = new TestMembers(DATABASE.database());
    Caller caller = members.organization();
    EntryShapes shapes = new EntryShapes(caller, members.organization());
    SESSIONS.addAll(shapes.sessions());
    OTHERS.addAll(shapes.others());
    OlderSessions older = new OlderSessions(DATABASE.database());
    SESSIONS.forEach(shape -> older.write(key(shape.name()), shape.entries(), THEN));
    OTHERS.forEach(shape -> older.write(key(shape.name()), shape.entries(), THEN));
    for (int i = 0; i < MANY; i++) {
      older.write(key("one of many " + i), OlderSessions.whole(caller), THEN);
    }
    older.write(key("whole"), Map.of("approval-response:exec_1", "{}"), THEN);
    Migrations.upTo(DATABASE.login(), "4");
  }

  @Test
  void everySessionBecomesARow() {
    assertThat(count("select count(*) from mcp_session")).isEqualTo(MANY + SESSIONS.size());
    for (Shape shape : SESSIONS) {
      assertThat(row(shape.name())).as(shape.name()).contains(shape.expected());
    }
  }

  @Test
  void whatElseItWasIsKept() {
    assertThat(
            DATABASE
                .database()
                .one(
                    "select initialize, created_at, last_used_at, home_epoch from mcp_session where session_sha256 = ?",
                    row -> List.of(row.text(1), row.instant(2), row.instant(3), row.number(4)),
                    (Object) key("no use noted")))
        .contains(List.of(SESSIONS.getFirst().entries().get("initialize-request"), THEN, THEN, 0L));
  }

  @Test
  void whatCanNotBecomeASessionIsSetAsideWithTheReason() {
    for (Shape shape : OTHERS) {
      assertThat(row(shape.name())).as(shape.name()).isEmpty();
      assertThat(aside(shape.name())).as(shape.name()).containsExactly(shape.expected());
    }
    assertThat(aside("whole")).containsExactly("no session has an entry of this name");
    assertThat(count("select count(*) from session_quarantine"))
        .isEqualTo(OTHERS.stream().mapToLong(shape -> shape.entries().size()).sum() + 1);
  }

  @Test
  void nothingIsTakenFromTheBuildBefore() {
    long entries = 4L * MANY + 1;
    for (List<Shape> all : List.of(SESSIONS, OTHERS)) {
      entries += all.stream().mapToLong(shape -> shape.entries().size()).sum();
    }

    assertThat(count("select count(*) from session_entry")).isEqualTo(entries);
  }

  @Test
  void itIsReportedWithCounts() {
    List<SetAside> aside = SetAside.in(DATABASE.database());

    assertThat(aside).contains(new SetAside("no session-meta", 2, 2));
    assertThat(SetAside.summary(aside)).contains("set aside", "no session-meta (2 of 2)");
  }

  private static byte[] key(String name) {
    return KEYS.computeIfAbsent(name, other -> ByteBuffer.allocate(32).putInt(KEYS.size()).array());
  }

  private static Optional<String> row(String name) {
    return DATABASE
        .database()
        .one(
            """
            select case when ended_at is not null then 'ended'
                        else format('%s %s %s', resource, protocol_version,
                                    coalesce(elicitation_mode, 'null')) end
              from mcp_session where session_sha256 = ?
            """,
            row -> row.text(1), (Object) key(name));
  }

  private static Set<String> aside(String name) {
    return Set.copyOf(
        DATABASE
            .database()
            .list(
                "select reason from session_quarantine where session_sha256 = ?",
                row -> row.text(1),
                (Object) key(name)));
  }

  private static long count(String sql) {
    return DATABASE.database().one(sql, row -> row.number(1)).orElseThrow();
  }
}
