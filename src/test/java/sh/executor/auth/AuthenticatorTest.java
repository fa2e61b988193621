package sh.executor.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sh.executor.database.Database;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Caller.Credential;
import sh.executor.kernel.Role;
import sh.executor.outbound.TestOutbound;
import sh.executor.tenant.Tenants;
import sh.executor.tenant.TestTenantServices;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.TestTenants;

/** Whether what a header proved once still stands. */
class AuthenticatorTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
  static final TestOutbound OUTBOUND = TestOutbound.local();

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"));
  private static final String OUTDATED_JWT = "Bearer header.claims.signature";

  private final Database database = DATABASE.database();
  private final TestTenants members = new TestTenants(database);
  private final Caller member = members.member(members.organization(), Role.MEMBER);
  private final ApiKeys keys =
      new ApiKeys(new ApiKeyStore(database), TestTenants.ids(), CLOCK, new SecureRandom());
  private final ApiKey.Created key = keys.create(member, Credential.PERSON, "laptop");
  private final Authenticator authenticator = authenticator();

  @AfterAll
  static void closeTheDoor() {
    OUTBOUND.close();
  }

  @Test
  void aKeyStandsUntilItIsRevoked() {
    boolean before = authenticator.stands("Bearer " + key.value(), member);
    keys.revoke(member, key.key().id());

    assertThat(before).isTrue();
    assertThat(authenticator.stands("Bearer " + key.value(), member)).isFalse();
  }

  @Test
  void nothingStandsForWhoHasLeft() {
    database.run("delete from membership where account_id = ?", member.account().value());

    assertThat(authenticator.stands("Bearer " + key.value(), member)).isFalse();
    assertThat(authenticator.stands(OUTDATED_JWT, member)).isFalse();
  }

  @Test
  void nothingStandsInAnotherRole() {
    database.run(
        "update membership set role = 'admin' where account_id = ?", member.account().value());

    assertThat(authenticator.stands("Bearer " + key.value(), member)).isFalse();
    assertThat(authenticator.stands(OUTDATED_JWT, member)).isFalse();
  }

  @Test
  void anAccessTokenStandsAsLongAsTheMembership() {
    assertThat(authenticator.stands(OUTDATED_JWT, member)).isTrue();
  }

  @Test
  void noTokenStandsForNobody() {
    assertThat(authenticator.stands("Basic x", member)).isFalse();
  }

  private Authenticator authenticator() {
    Tenants tenants = TestTenantServices.on(database);
    TokenIssuerConfig none = TestIssuers.none();
    return new Authenticator(
        new LocalTokens(new NoTokens(), tenants),
        keys,
        new TokenIssuer(
            none,
            new IssuerKeys(none, new IssuerReads(OUTBOUND.outbound()), CLOCK),
            tenants,
            CLOCK),
        tenants);
  }

  private record NoTokens() implements LocalTokensConfig {

    @Override
    public Optional<String> ownerToken() {
      return Optional.empty();
    }

    @Override
    public Optional<String> agentToken() {
      return Optional.empty();
    }
  }
}
