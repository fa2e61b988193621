package sh.executor.testkit;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import sh.executor.database.Database;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Role;
import sh.executor.kernel.TenantId;
import sh.executor.kernel.UuidV7;

/** Organisations and members as rows, for tests of what belongs to them. */
public final class TestMembers {

  private final Database database;
  private final UuidV7 ids = new UuidV7(InstantSource.system(), new Random());

  public TestMembers(Database database) {
    this.database = database;
  }

  /** The owner, in person, of a new organisation. */
  public Caller organization() {
    UUID tenant = ids.next();
    database.run(
        "insert into organization (id, slug, name) values (?, ?, 'Test')",
        tenant,
        "o" + tenant.toString().replace("-", "").substring(0, 30));
    return member(new TenantId(tenant), Role.OWNER);
  }

  /** A new member, in person, of {@code beside}'s organisation. */
  public Caller member(Caller beside, Role role) {
    return member(beside.tenant(), role);
  }

  private Caller member(TenantId tenant, Role role) {
    UUID account = ids.next();
    database.run(
        "insert into account (id, email) values (?, ?)", account, account + "@example.com");
    database.run(
        "insert into membership (id, tenant_id, account_id, role) values (?, ?, ?, ?)",
        ids.next(),
        tenant.value(),
        account,
        role.name().toLowerCase(Locale.ROOT));
    return new Caller(tenant, new AccountId(account), role, Caller.Credential.PERSON);
  }

  /** The same member by the key of an agent. */
  public static Caller agentOf(Caller caller) {
    return new Caller(caller.tenant(), caller.account(), caller.role(), Caller.Credential.AGENT);
  }
}
