package sh.executor.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives a {@code @QuarkusTest} a database of its own and a data directory under {@code target}. */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {

  private @Nullable TestDatabase database;

  @Override
  public Map<String, String> start() {
    TestDatabase fresh = TestDatabase.empty();
    database = fresh;
    return Map.of(
        "quarkus.datasource.jdbc.url", fresh.login().url(),
        "quarkus.datasource.username", fresh.login().user(),
        "quarkus.datasource.password", fresh.login().password(),
        "executor.server.data-dir", Path.of("target", "test-data").toAbsolutePath().toString());
  }

  @Override
  public void stop() {
    if (database != null) {
      database.close();
    }
  }
}
