package sh.executor.testkit;

import io.quarkus.arc.Arc;
import java.net.URI;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import sh.executor.auth.ApiKeys;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Role;
import sh.executor.kernel.TenantId;
import sh.executor.tenant.Account;
import sh.executor.tenant.Organization;
import sh.executor.tenant.Tenants;

/**
 * A fresh organisation inside a {@code @QuarkusTest}, with one member of each role and a second
 * ordinary one, each with a key of their own. Two casts are two organisations that know nothing of
 * each other.
 *
 * @param owner who founded it
 * @param agent a key that the owner gave to an agent
 */
public record Cast(
    Organization organization,
    Person owner,
    Person admin,
    Person member,
    Person other,
    Rest agent) {

  /**
   * One member with a key.
   *
   * @param rest a client that presents the key
   * @param key the key itself
   */
  public record Person(Caller caller, Rest rest, String key) {}

  /** Founds an organisation and lets its members in. */
  public static Cast assemble() {
    Tenants tenants = bean(Tenants.class);
    Account founder = account("owner");
    Organization organization = tenants.found("Cast " + UUID.randomUUID(), founder.id());
    TenantId id = organization.id();
    Person owner = person(id, founder, Role.OWNER);
    return new Cast(
        organization,
        owner,
        joined(id, Role.ADMIN),
        joined(id, Role.MEMBER),
        joined(id, Role.MEMBER),
        service().as(key(owner.caller(), Caller.Credential.AGENT)));
  }

  /** A client without a credential. */
  public static Rest service() {
    return Rest.at(URI.create(ConfigProvider.getConfig().getValue("test.url", String.class)));
  }

  private static Person joined(TenantId tenant, Role role) {
    Account account = account(role.name().toLowerCase(Locale.ROOT));
    bean(Tenants.class).join(tenant, account.id(), role);
    return person(tenant, account, role);
  }

  private static Account account(String what) {
    String subject = what + '-' + UUID.randomUUID();
    return bean(Tenants.class).account("cast", subject, subject + "@example.com", what);
  }

  private static Person person(TenantId tenant, Account account, Role role) {
    Caller caller = new Caller(tenant, account.id(), role, Caller.Credential.PERSON);
    String key = key(caller, Caller.Credential.PERSON);
    return new Person(caller, service().as(key), key);
  }

  private static String key(Caller caller, Caller.Credential kind) {
    return bean(ApiKeys.class).create(caller, kind, "cast").value();
  }

  private static <T> T bean(Class<T> type) {
    return Arc.container().instance(type).get();
  }
}
