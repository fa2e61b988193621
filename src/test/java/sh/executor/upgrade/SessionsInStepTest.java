package sh.executor.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sh.executor.database.Database;
import sh.executor.kernel.Caller;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.TestMembers;

/** The triggers there were from V0004 to V0005, between builds up to V0003 and later ones. */
class SessionsInStepTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.empty();

  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant LATER = THEN.plusSeconds(60);

  private final Database database = DATABASE.database();
  private final OlderSessions older = new OlderSessions(database);
  private final byte[] session = new byte[32];
  private final Caller caller = new TestMembers(database).organization();

  @BeforeAll
  static void migrate() {
    Migrations.upTo(DATABASE.login(), "5");
  }

  @BeforeEach
  void draw() {
    new Random().nextBytes(session);
  }

  @Test
  void whatAnOlderNodeBeginsANewerOneFinds() {
    older.write(session, OlderSessions.whole(caller), THEN);

    assertThat(row())
        .contains(
            "%s %s default 2025-06-18 native %s"
                .formatted(caller.tenant().value(), caller.account().value(), false));
    assertThat(lastUsed()).contains(THEN);
  }

  @Test
  void whatANewerNodeBeginsAnOlderOneFinds() {
    begin("toolkit:mail");

    Map<String, String> entries = older.find(session);

    assertThat(entries).containsEntry("initialize-request", "{\"id\":1}");
    assertThat(entries).containsEntry("last-activity", Long.toString(THEN.toEpochMilli()));
    assertThat(entries.getOrDefault("session-meta", "").replace(" ", ""))
        .isEqualTo(
            """
            {"organizationId":"%s","userId":"%s","resource":{"kind":"toolkit","slug":"mail"},\
            "elicitationMode":null,"protocolVersion":"2025-11-25"}"""
                .formatted(caller.tenant(), caller.account()));
  }

  @Test
  void aSessionOfEitherIsUsedByEither() {
    begin("default");

    older.touch(session, LATER);
    assertThat(lastUsed()).contains(LATER);
    database.run("update mcp_session set last_used_at = ? where session_sha256 = ?", THEN, session);

    assertThat(older.find(session))
        .containsEntry("last-activity", Long.toString(THEN.toEpochMilli()));
  }

  @Test
  void whatAnOlderNodeEndsIsEndedForANewerOne() {
    begin("default");

    assertThat(older.end(session, LATER)).isTrue();

    assertThat(row()).contains("null null null null null true");
  }

  @Test
  void whatANewerNodeEndsIsEndedForAnOlderOne() {
    older.write(session, OlderSessions.whole(caller), THEN);

    database.run(
        """
        update mcp_session
           set ended_at = ?, tenant_id = null, account_id = null, resource = null,
               protocol_version = null, elicitation_mode = null, initialize = null
         where session_sha256 = ?
        """,
        LATER,
        session);

    assertThat(older.find(session)).containsOnlyKeys("ended", "last-activity");
    assertThat(older.end(session, LATER)).isFalse();
  }

  @Test
  void whatAnOlderNodeForgetsIsForgotten() {
    begin("default");
    Instant longAgo = Instant.EPOCH;
    database.run(
        "update mcp_session set last_used_at = ? where session_sha256 = ?", longAgo, session);

    assertThat(older.purge(longAgo.plusSeconds(1))).isEqualTo(1);

    assertThat(row()).isEmpty();
  }

  @Test
  void whatANewerNodeForgetsIsForgotten() {
    older.write(session, OlderSessions.whole(caller), THEN);

    database.run("delete from mcp_session where session_sha256 = ?", (Object) session);

    assertThat(older.find(session)).isEmpty();
  }

  @Test
  void whatGoesWithItsOwnerIsForgottenByBoth() {
    begin("default");

    database.run("delete from organization where id = ?", caller.tenant().value());

    assertThat(row()).isEmpty();
    assertThat(older.find(session)).isEmpty();
  }

  @Test
  void whatAnOlderNodeWritesHalfIsNoSessionAndNoFault() {
    older.write(session, Map.of("session-meta", OlderSessions.meta(caller)), THEN);
    older.write(session, Map.of("initialize-request", "{"), THEN);

    assertThat(row()).isEmpty();
  }

  private void begin(String resource) {
    database.run(
        """
        insert into mcp_session (session_sha256, tenant_id, account_id, resource, protocol_version,
                                 initialize, created_at, last_used_at)
        values (?, ?, ?, ?, '2025-11-25', '{"id":1}', ?, ?)
        """,
        session,
        caller.tenant().value(),
        caller.account().value(),
        resource,
        THEN,
        THEN);
  }

  private Optional<String> row() {
    return database.one(
        """
        select concat_ws(' ', coalesce(tenant_id::text, 'null'), coalesce(account_id::text, 'null'),
                         coalesce(resource, 'null'), coalesce(protocol_version, 'null'),
                         coalesce(elicitation_mode, 'null'), (ended_at is not null)::text)
          from mcp_session where session_sha256 = ?
        """,
        row -> row.text(1),
        (Object) session);
  }

  private Optional<Instant> lastUsed() {
    return database.one(
        "select last_used_at from mcp_session where session_sha256 = ?",
        row -> row.instant(1),
        (Object) session);
  }
}
