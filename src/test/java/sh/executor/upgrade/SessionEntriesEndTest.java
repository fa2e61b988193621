package sh.executor.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.database.Database;
import sh.executor.database.SetAside;
import sh.executor.kernel.Caller;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.TestMembers;

/** V0006 on a database whose sessions are rows and entries. */
class SessionEntriesEndTest {

  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

  private final TestDatabase test = TestDatabase.empty();
  private final Database database = test.database();
  private final byte[] session = new byte[32];

  @BeforeEach
  void migrate() {
    Migrations.upTo(test.login(), "5");
    Caller caller = new TestMembers(database).organization();
    new OlderSessions(database).write(session, OlderSessions.whole(caller), THEN);
  }

  @AfterEach
  void drop() {
    test.close();
  }

  @Test
  void sessionsStayAndAllThatWasForTheirEntriesGoes() {
    Migrations.upTo(test.login(), "6");

    assertThat(sessions()).isEqualTo(1);
    assertThat(names("select relname from pg_class where relname ~ 'session_entry'")).isEmpty();
    assertThat(names("select tgname from pg_trigger where tgrelid = 'mcp_session'::regclass"))
        .allMatch(name -> name.startsWith("RI_"));
    assertThat(names("select proname from pg_proc where pronamespace = 'public'::regnamespace"))
        .containsExactly("remove_held_secret");
  }

  @Test
  void sessionsAreUsedEndedAndForgottenWithoutEntries() {
    Migrations.upTo(test.login(), "6");

    database.run("update mcp_session set last_used_at = now()");
    database.run(
        """
        update mcp_session
           set ended_at = now(), tenant_id = null, account_id = null, resource = null,
               protocol_version = null, elicitation_mode = null, initialize = null
        """);
    assertThat(sessions()).isEqualTo(1);
    database.run("delete from mcp_session");

    assertThat(sessions()).isZero();
  }

  @Test
  void whatWasSetAsideStays() {
    database.run(
        """
        insert into session_quarantine (session_sha256, key, value, reason)
        values (sha256('x'), 'props', '{}', 'no session-meta')
        """);

    Migrations.upTo(test.login(), "6");

    assertThat(SetAside.in(database)).containsExactly(new SetAside("no session-meta", 1, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "4"})
  void nothingIsDoneWhileANodeLivesThatItWouldBreak(String known) {
    node("the-older-one", "now() + interval '1 minute'", known);
    node("a-newer-one", "now() + interval '1 minute'", "5");

    assertThatThrownBy(() -> Migrations.upTo(test.login(), "6"))
        .isInstanceOf(FlywayException.class)
        .hasMessageContaining("nodes of builds before V0005 are running")
        .hasMessageContaining("(the-older-one)");
    assertThat(new OlderSessions(database).find(session)).isNotEmpty();

    database.run("update node set lease_until = now() where name = 'the-older-one'");
    Migrations.upTo(test.login(), "6");
    assertThat(sessions()).isEqualTo(1);
  }

  private void node(String name, String until, String known) {
    database.run(
        "insert into node (id, name, lease_until, schema_known) values (gen_random_uuid(), '%s', %s, %s)"
            .formatted(name, until, known));
  }

  private long sessions() {
    return database.one("select count(*) from mcp_session", row -> row.number(1)).orElseThrow();
  }

  private List<String> names(String sql) {
    return database.list(sql, row -> row.text(1));
  }
}
