package sh.executor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import sh.executor.testkit.PostgresResource;

/** That the service itself migrates: a build without the extension starts, and does nothing. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class MigrationAtStartTest {

  @Inject Flyway flyway;

  @Test
  void theServiceHasMigratedItsDatabase() {
    assertThat(flyway.info().applied()).isNotEmpty();
    assertThat(flyway.info().pending()).isEmpty();
  }

  @Test
  void itCanNotCleanOrRunOutOfOrder() {
    assertThat(flyway.getConfiguration().isCleanDisabled()).isTrue();
    assertThat(flyway.getConfiguration().isOutOfOrder()).isFalse();
    assertThat(flyway.getConfiguration().isValidateMigrationNaming()).isTrue();
  }
}
