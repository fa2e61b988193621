package sh.executor.app;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import sh.executor.database.DatabaseLogin;

/** The migrations this build brings, and how they are applied. */
final class Schema {

  private Schema() {}

  /** Flyway on a database, with the settings the service has (application.properties). */
  static Flyway flyway(DatabaseLogin login) {
    return Flyway.configure()
        .dataSource(login.url(), login.user(), login.password())
        .cleanDisabled(true)
        .validateMigrationNaming(true)
        .ignoreMigrationPatterns("*:future", "*:pending")
        .load();
  }

  /** The newest migration this build brings. */
  static int known(Flyway flyway) {
    return Arrays.stream(flyway.info().all())
        .filter(migration -> migration.getScript() != null && migration.getState().isResolved())
        .mapToInt(Schema::number)
        .max()
        .orElseThrow();
  }

  /** The newest migration that is applied, of this build or a newer one; 0 when none is. */
  static int applied(Flyway flyway) {
    MigrationInfo current = flyway.info().current();
    return current == null ? 0 : number(current);
  }

  /** What this build would do to the database, in its order. */
  static List<Step> pending(Flyway flyway) {
    return Arrays.stream(flyway.info().pending())
        .map(one -> new Step(name(number(one)), one.getDescription()))
        .toList();
  }

  /**
   * One migration that is not applied.
   *
   * @param name such as {@code V0003}
   * @param description a few words
   */
  record Step(String name, String description) {}

  /** How a migration is called, such as {@code V0003}. */
  static String name(int version) {
    return String.format(Locale.ROOT, "V%04d", version);
  }

  private static int number(MigrationInfo migration) {
    MigrationVersion version = migration.getVersion();
    return Integer.parseInt(version.getVersion());
  }
}
