package sh.executor.upgrade;

import org.flywaydb.core.Flyway;
import sh.executor.database.DatabaseLogin;

/** Takes a database to the schema of an older build. */
final class Migrations {

  private Migrations() {}

  /**
   * Applies all that is missing up to a migration.
   *
   * @param version its number, such as {@code 4}
   */
  static void upTo(DatabaseLogin login, String version) {
    Flyway.configure()
        .dataSource(login.url(), login.user(), login.password())
        .target(version)
        .load()
        .migrate();
  }
}
