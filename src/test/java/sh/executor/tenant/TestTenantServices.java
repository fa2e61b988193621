package sh.executor.tenant;

import java.security.SecureRandom;
import sh.executor.database.Database;
import sh.executor.testkit.TestTenants;

/** The real services on a test's database, for the tests of other rooms. */
public final class TestTenantServices {

  private TestTenantServices() {}

  /** Organisations and members. */
  public static Tenants on(Database database) {
    return new Tenants(database, new TenantStore(database), TestTenants.ids(), new SecureRandom());
  }
}
