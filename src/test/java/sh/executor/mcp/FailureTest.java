package sh.executor.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.opentelemetry.api.trace.TracerProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import sh.executor.database.Database;
import sh.executor.database.DatabaseException;
import sh.executor.telemetry.SpanName;
import sh.executor.telemetry.TestTraces;
import sh.executor.telemetry.Trace;

class FailureTest {

  private final Trace trace =
      TestTraces.by(TracerProvider.noop().get("")).open(SpanName.MCP_REQUEST);

  @AfterEach
  void close() {
    trace.close();
  }

  @Test
  void withoutADatabaseClientsAreToldToComeBack() {
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setPortNumbers(new int[] {1});
    DatabaseException away =
        catchThrowableOfType(DatabaseException.class, () -> new Database(nowhere).run("select 1"));

    Answer answer = Failure.of(away, trace);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsEntry("retry-after", "2");
  }

  @Test
  void afterADefectTheyAreToldByWhatItIsFound() {
    Answer answer = Failure.of(new IllegalStateException("a secret"), trace);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(Json.tree(answer.body()).at("/error/data/traceId").asText()).matches("[0-9a-f]{32}");
    assertThat(new String(answer.body(), UTF_8)).doesNotContain("secret");
  }

  @Test
  void aThreadThatIsToldToStopIsADefectToItsClient() {
    Answer answer = Failure.interrupted(trace);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(Json.tree(answer.body()).at("/error/code").asInt()).isEqualTo(-32603);
  }
}
