package sh.executor.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.api.Test;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.Together;

class MigrationsTest {

  @Test
  void nodesThatStartTogetherRunEachMigrationOnce() throws Exception {
    try (TestDatabase database = TestDatabase.empty()) {
      List<MigrateResult> results = Together.all(8, () -> flyway(database).migrate());

      assertThat(results).allMatch(result -> result.success);
      int known = flyway(database).info().all().length;
      assertThat(results.stream().mapToInt(result -> result.migrationsExecuted).sum())
          .isEqualTo(known);
      assertThat(flyway(database).info().pending()).isEmpty();
    }
  }

  @Test
  void migratingAgainChangesNothing() {
    try (TestDatabase database = TestDatabase.migrated()) {
      assertThat(flyway(database).migrate().migrationsExecuted).isZero();
    }
  }

  @Test
  void nothingOfAMigratedDatabaseCanBeCleaned() {
    try (TestDatabase database = TestDatabase.migrated()) {
      assertThatThrownBy(() -> flyway(database).clean())
          .isInstanceOf(FlywayException.class)
          .hasMessageContaining("clean");
    }
  }

  @Test
  void migrationsAreNumberedWithoutGaps() {
    try (TestDatabase database = TestDatabase.migrated()) {
      List<Integer> versions =
          Arrays.stream(flyway(database).info().all())
              .map(migration -> Integer.parseInt(migration.getVersion().getVersion()))
              .toList();

      assertThat(versions).isNotEmpty();
      for (int i = 0; i < versions.size(); i++) {
        assertThat(versions.get(i)).isEqualTo(i + 1);
      }
    }
  }

  private static Flyway flyway(TestDatabase database) {
    DatabaseLogin login = database.login();
    return Flyway.configure()
        .dataSource(login.url(), login.user(), login.password())
        .locations("classpath:db/migration")
        .validateMigrationNaming(true)
        .cleanDisabled(true)
        .load();
  }
}
