package sh.executor.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.Together;

/** Many more virtual threads than connections: all are served, none starves the others. */
class ContendedPoolTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.empty();

  private static final int THREADS = 200;
  private static final int STATEMENTS = 10;

  @Test
  void manyThreadsShareFewConnections() {
    Database database = DATABASE.database();

    List<Integer> answers =
        assertTimeoutPreemptively(
            Duration.ofMinutes(1), () -> Together.all(THREADS, () -> ask(database)));

    assertThat(answers).hasSize(THREADS).containsOnly(STATEMENTS);
  }

  private static int ask(Database database) {
    int sum = 0;
    for (int i = 0; i < STATEMENTS; i++) {
      sum += database.one("select 1", row -> row.integer(1)).orElseThrow();
    }
    return sum;
  }
}
