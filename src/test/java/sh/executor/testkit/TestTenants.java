package sh.executor.testkit;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import sh.executor.database.Database;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Role;
import sh.executor.kernel.TenantId;
import sh.executor.kernel.UuidV7;

/** Organisations and members for tests, written straight into the tables. */
public final class TestTenants {

  private static final UuidV7 IDS = new UuidV7(InstantSource.system(), new SecureRandom());

  private final Database database;

  public TestTenants(Database database) {
    this.database = database;
  }

  /** Ids as the service makes them. */
  public static UuidV7 ids() {
    return IDS;
  }

  /** A new organisation. */
  public TenantId organization() {
    UUID id = IDS.next();
    String slug = "o" + id.toString().replace("-", "").substring(12);
    database.run("insert into organization (id, slug, name) values (?, ?, ?)", id, slug, slug);
    return new TenantId(id);
  }

  /** A new person, in person, as a member of an organisation. */
  public Caller member(TenantId tenant, Role role) {
    UUID account = IDS.next();
    database.run(
        "insert into account (id, email) values (?, ?)", account, account + "@example.com");
    database.run(
        "insert into membership (id, tenant_id, account_id, role) values (?, ?, ?, ?)",
        IDS.next(),
        tenant.value(),
        account,
        role.name().toLowerCase(java.util.Locale.ROOT));
    return new Caller(tenant, new AccountId(account), role, Caller.Credential.PERSON);
  }

  /** The owner of a new organisation. */
  public Caller owner() {
    return member(organization(), Role.OWNER);
  }

  /** The agent of a person. */
  public static Caller agentOf(Caller person) {
    return new Caller(person.tenant(), person.account(), person.role(), Caller.Credential.AGENT);
  }
}
