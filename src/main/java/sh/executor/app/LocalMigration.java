package sh.executor.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import sh.executor.cli.MigrateOptions;
import sh.executor.cli.output.Output;
import sh.executor.daemon.DataDirectory;
import sh.executor.daemon.InstanceLock;
import sh.executor.daemon.LocalServerException;
import sh.executor.database.Database;
import sh.executor.database.DatabaseLogin;
import sh.executor.database.SchemaCompatibility;
import sh.executor.database.SetAside;

/** {@code executor migrate}: what a start does to the schema, without the start. */
final class LocalMigration {

  private final Map<String, String> environment;
  private final RandomGenerator random;

  LocalMigration(Map<String, String> environment, RandomGenerator random) {
    this.environment = environment;
    this.random = random;
  }

  /**
   * Migrates, or says what that would do.
   *
   * @return 0 when this build may use the database, then or now
   * @throws LocalServerException when it may not, or the database can not be used
   */
  int run(MigrateOptions options, Output output) {
    Optional<DatabaseLogin> configured = DatabaseSettings.of(environment);
    if (configured.isPresent()) {
      return run(configured.get(), options.check(), output);
    }
    Path cluster = options.dataDirectory().resolve("postgres").resolve("data");
    if (options.check() && Files.notExists(cluster)) {
      MigrationReport.ofNone(output);
      return 0;
    }
    DataDirectory directory = DataDirectory.open(options.dataDirectory());
    try (InstanceLock _ = InstanceLock.claim(directory)) {
      // A migration that is called off is rolled back by the end of its connection.
      return PrivateDatabase.during(
          directory, random, Duration.ZERO, login -> run(login, options.check(), output));
    }
  }

  private static int run(DatabaseLogin login, boolean check, Output output) {
    Flyway flyway = Schema.flyway(login);
    try {
      Database database = new Database(flyway.getConfiguration().getDataSource());
      refuseIfTooOld(database, Schema.known(flyway));
      MigrationReport report = MigrationReport.before(flyway, check, output);
      flyway.validate();
      if (!check) {
        flyway.migrate();
      }
      report.after(SetAside.in(database));
      return 0;
    } catch (FlywayException e) {
      throw new LocalServerException("Can not migrate: " + e.getMessage(), e);
    }
  }

  private static void refuseIfTooOld(Database database, int known) {
    SchemaCompatibility.of(database)
        .filter(schema -> !schema.suits(known))
        .ifPresent(
            schema -> {
              throw new LocalServerException(schema.refusal(known));
            });
  }
}
