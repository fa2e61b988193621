package sh.executor.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import sh.executor.testkit.TestDatabase;

/** Migrations with the settings the service has (application.properties). */
class MigrationTest {

  private static final int NODES = 8;

  @Test
  void manyNodesThatStartTogetherMigrateOnce() throws Exception {
    try (TestDatabase database = TestDatabase.empty()) {
      List<Future<Integer>> nodes = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < NODES; i++) {
          nodes.add(threads.submit(() -> flyway(database.login()).migrate().migrationsExecuted));
        }
      }

      int executed = 0;
      for (Future<Integer> node : nodes) {
        executed += node.get(60, TimeUnit.SECONDS);
      }
      assertThat(executed).isEqualTo(flyway(database.login()).info().applied().length);
    }
  }

  @Test
  void theSchemaCanNotBeCleaned() {
    try (TestDatabase database = TestDatabase.migrated()) {
      assertThatThrownBy(() -> flyway(database.login()).clean())
          .isInstanceOf(FlywayException.class)
          .hasMessageContaining("cleanDisabled");
    }
  }

  @Test
  void aMigrationThatWasChangedAfterwardsIsRefused() {
    try (TestDatabase database = TestDatabase.migrated()) {
      database.database().run("update flyway_schema_history set checksum = checksum + 1");

      assertThatThrownBy(() -> flyway(database.login()).migrate())
          .isInstanceOf(FlywayException.class)
          .hasMessageContaining("checksum mismatch");
    }
  }

  private static Flyway flyway(DatabaseLogin login) {
    return Flyway.configure()
        .dataSource(login.url(), login.user(), login.password())
        .cleanDisabled(true)
        .validateMigrationNaming(true)
        .ignoreMigrationPatterns("*:future")
        .load();
  }
}
