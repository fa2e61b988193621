package sh.executor.policy;

import sh.executor.database.Database;
import sh.executor.kernel.UuidV7;

/** Policies for the tests of those who ask them. */
public final class TestPolicies {

  private TestPolicies() {}

  /** Policies in {@code database}. */
  public static Policies in(Database database, UuidV7 ids) {
    return new Policies(new PolicyStore(database), ids);
  }
}
