package sh.executor.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.cli.MigrateOptions;
import sh.executor.cli.output.Json;
import sh.executor.cli.output.Output;
import sh.executor.daemon.LocalServerException;
import sh.executor.database.Database;
import sh.executor.database.DatabaseLogin;
import sh.executor.kernel.ReadinessFinding.Severity;
import sh.executor.testkit.TestDatabase;

class LocalMigrationTest {

  private static final String NEWER =
      "insert into schema_compatibility (version, oldest, release) values (900, 900, '9.0.0')";

  @TempDir Path folder;

  private final StringWriter printed = new StringWriter();

  @Test
  void aCheckSaysWhatWouldHappenAndChangesNothing() {
    try (TestDatabase database = TestDatabase.empty()) {
      assertThat(migrate(database.login(), true)).isZero();

      assertThat(printed.toString())
          .contains("There is no schema yet.", "would apply:", "V0001  original shape");
      assertThat(flyway(database).info().applied()).isEmpty();
    }
  }

  @Test
  void migratingTwiceDoesNothingTheSecondTime() {
    try (TestDatabase database = TestDatabase.empty()) {
      assertThat(migrate(database.login(), false)).isZero();
      assertThat(migrate(database.login(), false)).isZero();

      assertThat(flyway(database).info().pending()).isEmpty();
      assertThat(printed.toString()).contains("Applying:").endsWith(newest() + ".\n");
    }
  }

  @Test
  void everyMigrationSaysWhichBuildsMayRunBesideIt() {
    try (TestDatabase database = TestDatabase.migrated()) {
      assertThat(
              database
                  .database()
                  .list(
                      "select version from schema_compatibility order by version",
                      row -> Schema.name(row.integer(1))))
          .hasSize(flyway(database).info().all().length)
          .endsWith(newest());
    }
  }

  @Test
  void aSchemaThatWantsANewerBuildIsRefusedWithTheReleaseToDeploy() {
    try (TestDatabase database = TestDatabase.migrated()) {
      database.database().run(NEWER);

      assertThatThrownBy(() -> migrate(database.login(), true))
          .isInstanceOf(LocalServerException.class)
          .hasMessageContaining("V0900")
          .hasMessageContaining("Deploy release 9.0.0");
    }
  }

  @Test
  void buildsThatDoNotKnowSessionsWithoutEntriesAreRefused() {
    try (TestDatabase test = TestDatabase.migrated()) {
      for (int known : new int[] {3, 4}) {
        assertThat(new SchemaCheck(test.database(), known).findings())
            .singleElement()
            .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.FATAL))
            .satisfies(
                finding ->
                    assertThat(finding.message())
                        .contains("know V0005; this one knows " + Schema.name(known))
                        .contains("Deploy release 0.1.0 or newer"));
      }
    }
  }

  @Test
  void aMigrationThatWouldBreakNodesThatRunIsNotApplied() {
    try (TestDatabase test = TestDatabase.empty()) {
      flyway(test, "5").migrate();
      test.database()
          .run(
              """
              insert into node (id, name, lease_until)
              values (gen_random_uuid(), 'still-running', now() + interval '1 minute')
              """);

      assertThatThrownBy(() -> migrate(test.login(), false))
          .isInstanceOf(LocalServerException.class)
          .hasMessageContaining("(still-running)")
          .hasMessageContaining("Deploy the build of V0005");

      assertThat(Schema.applied(flyway(test))).isEqualTo(5);
    }
  }

  @Test
  void aStartOnSuchASchemaIsRefusedLikewise() {
    try (TestDatabase test = TestDatabase.migrated()) {
      Database database = test.database();
      int known = Schema.known(flyway(test));
      assertThat(new SchemaCheck(database, known).findings()).isEmpty();
      database.run(NEWER);

      assertThat(new SchemaCheck(database, known).findings())
          .singleElement()
          .satisfies(finding -> assertThat(finding.message()).contains("Deploy release 9.0.0"));
      assertThat(new SchemaCheck(database, 900).findings()).isEmpty();
    }
  }

  @Test
  void aMigrationThatWasChangedAfterwardsFailsTheCheck() {
    try (TestDatabase database = TestDatabase.migrated()) {
      database.database().run("update flyway_schema_history set checksum = checksum + 1");

      assertThatThrownBy(() -> migrate(database.login(), true))
          .isInstanceOf(LocalServerException.class)
          .hasMessageContaining("checksum mismatch");
    }
  }

  @Test
  void whatWasSetAsideIsCounted() {
    try (TestDatabase test = TestDatabase.migrated()) {
      Database database = test.database();
      migrate(test.login(), true);
      assertThat(printed.toString()).doesNotContain("set aside");
      database.run(
          """
          insert into session_quarantine (session_sha256, key, value, reason)
          values (sha256('x'), 'props', '{}', 'no session-meta')
          """);

      migrate(test.login(), true);

      assertThat(printed.toString()).contains("no session-meta (1 of 1)");
      assertThat(new SchemaCheck(database, Schema.known(flyway(test))).findings())
          .singleElement()
          .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.WARNING))
          .satisfies(finding -> assertThat(finding.message()).contains("no session-meta (1 of 1)"));
    }
  }

  @Test
  void aCheckMakesNoDatabase() {
    Path data = folder.resolve("data");

    int code =
        new LocalMigration(Map.of(), new Random())
            .run(new MigrateOptions(data, true), output(false));

    assertThat(code).isZero();
    assertThat(printed.toString()).contains("no database yet");
    assertThat(data).doesNotExist();
  }

  @Test
  void programsReadWhatWouldBeDoneAndWhatWas() throws IOException {
    try (TestDatabase database = TestDatabase.empty()) {
      migrate(database.login(), true, output(true));
      JsonNode checked = read();
      migrate(database.login(), false, output(true));
      JsonNode migrated = read();
      migrate(database.login(), false, output(true));
      JsonNode again = read();

      assertThat(checked.path("check").asBoolean()).isTrue();
      assertThat(checked.path("schema").isNull()).isTrue();
      assertThat(checked.path("build").asText()).isEqualTo(newest());
      assertThat(checked.at("/migrations/0/name").asText()).isEqualTo("V0001");
      assertThat(checked.at("/migrations/0/description").asText()).isEqualTo("original shape");
      assertThat(migrated.path("migrations")).isEqualTo(checked.path("migrations"));
      assertThat(again.path("schema").asText()).isEqualTo(newest());
      assertThat(again.path("migrations")).isEmpty();
      assertThat(again.path("setAside").isArray()).isTrue();
    }
  }

  @Test
  void programsReadWhatWasSetAside() throws IOException {
    try (TestDatabase test = TestDatabase.migrated()) {
      test.database()
          .run(
              """
              insert into session_quarantine (session_sha256, key, value, reason)
              values (sha256('x'), 'props', '{}', 'no session-meta')
              """);

      migrate(test.login(), true, output(true));

      assertThat(read().path("setAside").toString())
          .isEqualTo("[{\"reason\":\"no session-meta\",\"entries\":1,\"sessions\":1}]");
    }
  }

  @Test
  void programsAreToldThatThereIsNoDatabase() throws IOException {
    new LocalMigration(Map.of(), new Random())
        .run(new MigrateOptions(folder.resolve("data"), true), output(true));

    assertThat(read().path("database").asBoolean(true)).isFalse();
  }

  /** The one document that was printed since the last. */
  private JsonNode read() throws IOException {
    JsonNode document = Json.MAPPER.readTree(printed.toString());
    printed.getBuffer().setLength(0);
    return document;
  }

  private Output output(boolean json) {
    return new Output(new PrintWriter(printed), new PrintWriter(Writer.nullWriter()), json, false);
  }

  private int migrate(DatabaseLogin login, boolean check) {
    return migrate(login, check, output(false));
  }

  private int migrate(DatabaseLogin login, boolean check, Output output) {
    Map<String, String> environment =
        Map.of(
            "EXECUTOR_DATABASE_URL", login.url(),
            "EXECUTOR_DATABASE_USER", login.user(),
            "EXECUTOR_DATABASE_PASSWORD", login.password());
    return new LocalMigration(environment, new Random())
        .run(new MigrateOptions(folder, check), output);
  }

  private static String newest() {
    try (TestDatabase database = TestDatabase.empty()) {
      return Schema.name(Schema.known(flyway(database)));
    }
  }

  /** That of a build that knows nothing after {@code newest}. */
  private static Flyway flyway(TestDatabase database, String newest) {
    return Flyway.configure()
        .configuration(flyway(database).getConfiguration())
        .target(newest)
        .load();
  }

  private static Flyway flyway(TestDatabase database) {
    return Schema.flyway(database.login());
  }
}
