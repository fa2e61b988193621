package sh.executor.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.database.Database;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Caller.Credential;
import sh.executor.kernel.ProblemException;
import sh.executor.kernel.Role;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.TestTenants;
import sh.executor.testkit.Together;

class ApiKeysTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private final Database database = DATABASE.database();
  private final TestTenants tenants = new TestTenants(database);
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private final ApiKeys keys =
      new ApiKeys(new ApiKeyStore(database), TestTenants.ids(), () -> now, new SecureRandom());

  @Test
  void aKeyActsForItsMember() {
    Caller member = tenants.member(tenants.organization(), Role.MEMBER);

    String value = keys.create(member, Credential.PERSON, "laptop").value();

    assertThat(keys.verify(value)).isEqualTo(new Authentication.Authenticated(member));
  }

  @Test
  void anAgentsKeyMakesAnAgent() {
    Caller member = tenants.owner();

    String value = keys.create(member, Credential.AGENT, "agent").value();

    assertThat(keys.verify(value))
        .isEqualTo(new Authentication.Authenticated(TestTenants.agentOf(member)));
  }

  @Test
  void aKeyActsInTheRoleOfTheMoment() {
    Caller member = tenants.member(tenants.organization(), Role.ADMIN);
    String value = keys.create(member, Credential.PERSON, "laptop").value();

    database.run(
        "update membership set role = 'member' where account_id = ?", member.account().value());

    assertThat(keys.verify(value))
        .isInstanceOfSatisfying(
            Authentication.Authenticated.class,
            found -> assertThat(found.caller().role()).isEqualTo(Role.MEMBER));
  }

  @Test
  void whoLeavesTheOrganisationLosesTheKey() {
    Caller member = tenants.member(tenants.organization(), Role.ADMIN);
    String value = keys.create(member, Credential.PERSON, "laptop").value();

    database.run("delete from membership where account_id = ?", member.account().value());

    assertThat(keys.verify(value)).isInstanceOf(Authentication.Invalid.class);
  }

  @Test
  void aRevokedKeyOpensNothing() {
    Caller member = tenants.owner();
    ApiKey.Created created = keys.create(member, Credential.PERSON, "laptop");

    assertThat(keys.revoke(member, created.key().id())).isTrue();

    assertThat(keys.verify(created.value())).isInstanceOf(Authentication.Invalid.class);
    assertThat(keys.list(member)).isEmpty();
  }

  @Test
  void nobodyElseSeesOrRevokesAKey() {
    Caller member = tenants.owner();
    Caller colleague = tenants.member(member.tenant(), Role.OWNER);
    Caller stranger = tenants.owner();
    ApiKey.Created created = keys.create(member, Credential.PERSON, "laptop");

    assertThat(keys.list(colleague)).isEmpty();
    assertThat(keys.revoke(colleague, created.key().id())).isFalse();
    assertThat(keys.revoke(stranger, created.key().id())).isFalse();
    assertThat(keys.verify(created.value())).isInstanceOf(Authentication.Authenticated.class);
  }

  @Test
  void theValueIsShownOnceAndStoredNowhere() {
    Caller member = tenants.owner();

    ApiKey.Created created = keys.create(member, Credential.PERSON, "laptop");

    assertThat(created.value()).matches("exk_[A-Za-z0-9_-]{43}");
    assertThat(created.toString()).doesNotContain(created.value());
    assertThat(keys.list(member).getFirst().obfuscatedValue()).hasSize(13);
    Optional<String> row =
        database.one(
            "select api_key::text from api_key where id = ?", r -> r.text(1), created.key().id());
    assertThat(row.orElseThrow()).doesNotContain(created.value());
  }

  @Test
  void useIsNotedToTheMinute() {
    Caller member = tenants.owner();
    String value = keys.create(member, Credential.PERSON, "laptop").value();
    Instant first = now;

    keys.verify(value);
    now = first.plusSeconds(30);
    keys.verify(value);

    assertThat(keys.list(member).getFirst().lastUsedAt()).isEqualTo(first);
    now = first.plusSeconds(61);
    keys.verify(value);
    assertThat(keys.list(member).getFirst().lastUsedAt()).isEqualTo(now);
  }

  @Test
  void anAgentMakesNoKeys() {
    Caller agent = TestTenants.agentOf(tenants.owner());

    assertThatThrownBy(() -> keys.create(agent, Credential.PERSON, "mine"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("AccountForbidden");
  }

  @Test
  void theNumberOfKeysIsBounded() {
    Caller member = tenants.owner();
    for (int i = 0; i < 100; i++) {
      keys.create(member, Credential.AGENT, "key " + i);
    }

    assertThatThrownBy(() -> keys.create(member, Credential.AGENT, "one more"))
        .hasMessageContaining("revoke one first");
  }

  @Test
  void keysMadeAtTheSameMomentKeepTheBoundToo() throws Exception {
    Caller member = tenants.owner();
    for (int i = 0; i < 95; i++) {
      keys.create(member, Credential.AGENT, "key " + i);
    }
    insertionsTakeTheirTime();

    List<Boolean> made = Together.all(40, () -> makesOne(member));
    database.run("drop trigger dawdle on api_key");

    assertThat(made).filteredOn(it -> it).hasSize(5);
    assertThat(keys.list(member)).hasSize(100);
  }

  /** Between the moment a statement sees the rows there are and the one it adds its own. */
  private void insertionsTakeTheirTime() {
    database.run(
        """
        create or replace function dawdle() returns trigger language plpgsql as $$
        begin perform pg_sleep(0.02); return new; end $$
        """);
    database.run(
        """
        create trigger dawdle before insert on api_key
        for each row execute function dawdle()
        """);
  }

  private boolean makesOne(Caller member) {
    try {
      keys.create(member, Credential.AGENT, "one of many");
      return true;
    } catch (ProblemException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exk_", "exk_unknown", "sk_other", "x"})
  void anyOtherTokenIsInvalid(String token) {
    assertThat(keys.verify(token)).isEqualTo(new Authentication.Invalid("The API key is invalid"));
  }
}
