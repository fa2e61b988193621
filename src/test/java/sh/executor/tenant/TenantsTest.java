package sh.executor.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sh.executor.database.Database;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Role;
import sh.executor.kernel.TenantId;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.TestTenants;
import sh.executor.testkit.Together;

class TenantsTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private final Database database = DATABASE.database();
  private final TestTenants rows = new TestTenants(database);
  private final Tenants tenants =
      new Tenants(database, new TenantStore(database), TestTenants.ids(), new SecureRandom());

  @Test
  void manyNodesStartingTogetherAgreeOnTheLocalOwner() throws Exception {
    Set<Caller> callers = Set.copyOf(Together.all(8, tenants::ensureLocal));

    assertThat(callers).hasSize(1);
    Caller owner = callers.iterator().next();
    assertThat(owner.administers()).isTrue();
    assertThat(tenants.organization(owner).slug()).isEqualTo("default");
    assertThat(tenants.members(owner)).hasSize(1);
  }

  @Test
  void anIssuersSubjectIsOneAccount() {
    Account first = tenants.account("https://issuer.example", "s1", "a@example.com", "A");

    assertThat(tenants.account("https://issuer.example", "s1", "other@example.com", null))
        .isEqualTo(first);
    assertThat(tenants.account("https://other.example", "s1", "a@example.com", "A").id())
        .isNotEqualTo(first.id());
  }

  @Test
  void foundersOfTheSameNameGetDifferentSlugs() {
    Account founder = tenants.account("https://issuer.example", "s2", "b@example.com", null);

    Organization first = tenants.found("Crème Brûlée & Söhne", founder.id());
    Organization second = tenants.found("Crème Brûlée & Söhne", founder.id());

    assertThat(first.slug()).isEqualTo("creme-brulee-sohne");
    assertThat(second.slug()).matches("creme-brulee-sohne-[a-z2-9]{4}");
    assertThat(tenants.role(first.id(), founder.id())).contains(Role.OWNER);
    assertThat(tenants.organizations(founder.id())).containsExactly(first, second);
    assertThat(tenants.named(first.slug())).contains(first);
    assertThat(tenants.named(first.id().toString())).contains(first);
  }

  @Test
  void joiningAgainKeepsTheRole() {
    TenantId tenant = rows.organization();
    Caller admin = rows.member(tenant, Role.ADMIN);

    tenants.join(tenant, admin.account(), Role.MEMBER);

    assertThat(tenants.role(tenant, admin.account())).contains(Role.ADMIN);
  }

  @Test
  void membersOfOneOrganisationAreNoneOfAnothers() {
    Caller ours = rows.owner();
    Caller theirs = rows.owner();

    assertThat(tenants.members(ours))
        .extracting(member -> member.account().id())
        .containsExactly(ours.account());
    assertThat(tenants.role(ours.tenant(), theirs.account())).isEmpty();
  }
}
