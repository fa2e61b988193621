package sh.executor.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sh.executor.database.Database;
import sh.executor.execution.Resource;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Role;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.TestMembers;

class PostgresSessionStoreTest extends SessionStoreContract {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final TestMembers MEMBERS = new TestMembers(DATABASE.database());
  private static final Caller OWNER = MEMBERS.organization();
  private static final List<Caller> STRANGERS =
      List.of(MEMBERS.member(OWNER, Role.MEMBER), MEMBERS.organization());

  private final Database database = DATABASE.database();
  private final PostgresSessionStore store = new PostgresSessionStore(database);

  @Override
  SessionStore store() {
    return store;
  }

  @Override
  SessionOwner owner() {
    return SessionOwner.of(OWNER, Resource.DEFAULT);
  }

  @Override
  List<SessionOwner> strangers() {
    return STRANGERS.stream().map(other -> SessionOwner.of(other, Resource.DEFAULT)).toList();
  }

  @Test
  void nothingOfAnEndedSessionIsLeft() {
    SessionKey key = create();

    store.end(key, owner(), Instant.EPOCH);

    assertThat(
            database.one(
                """
                select num_nonnulls(tenant_id, account_id, resource, protocol_version,
                                    elicitation_mode, initialize, log_level, home_node,
                                    traceparent)
                  from mcp_session where session_sha256 = ?
                """,
                row -> row.integer(1),
                (Object) key.bytes()))
        .contains(0);
  }

  @Test
  void aRequestThatAnotherBuildGarbledIsNoSession() {
    SessionKey key = create();
    database.run(
        "update mcp_session set initialize = '{' where session_sha256 = ?", (Object) key.bytes());

    assertThat(store.find(key, owner())).isEmpty();
  }

  @Test
  void whatWasSetAsideIsForgottenInItsTime() {
    database.run(
        """
        insert into session_quarantine (session_sha256, key, value, reason, quarantined_at)
        values (sha256('old'), 'props', '{}', 'x', '1999-01-01'),
               (sha256('new'), 'props', '{}', 'x', '2009-01-01')
        """);

    store.purge(Instant.parse("2001-01-01T00:00:00Z"), 10);

    assertThat(
            database.list(
                "select quarantined_at from session_quarantine", row -> row.instant(1).toString()))
        .allMatch(at -> at.startsWith("2009"));
  }
}
