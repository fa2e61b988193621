package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.OtlpCollector;
import sh.executor.testkit.OtlpSpan;
import sh.executor.testkit.TestDatabase;

/** The life of a session at two nodes of the packaged service, as a collector sees it. */
class SessionTracesIT {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir Path folder;

  @Test
  void aSessionWokenThroughAnotherNodeLeadsBothToTheRequestAndToItsBeginning() {
    try (OtlpCollector collector = new OtlpCollector();
        Fleet fleet = new Fleet(folder, DATABASE, sleepy(collector))) {
      fleet.start("a");
      fleet.start("b");

      Mcp client = fleet.client("a").connect();
      OtlpSpan init = collector.await("session.init", span -> true);
      OtlpSpan asleep = collector.await("session.hibernate", span -> span.isLinkedTo(init));
      boolean answered =
          fleet.client("b").in(client.sessionId()).request("ping", "{}").has("result");
      OtlpSpan wake =
          collector.await(
              "session.wake", span -> span.isLinkedTo(init) && isBelowAHop(collector, span));

      assertThat(answered).isTrue();
      assertThat(asleep.parentSpanId()).isEmpty();
      assertThat(asleep.text("executor.outcome")).isEqualTo("idle");
      OtlpSpan visit = above(collector, "session.visit", wake);
      OtlpSpan hop = above(collector, "session.hop", visit);
      OtlpSpan request = above(collector, "mcp.request", hop);
      assertThat(request.text("mcp.rpc.method")).isEqualTo("ping");
      assertThat(wake.traceId()).isNotEqualTo(init.traceId());
      assertThat(collector.spans("session.init")).hasSize(1);
      assertThat(collector.received()).doesNotContain(client.sessionId());
    }
  }

  /** The session may have slept and been woken before, by what its own node was told. */
  private static boolean isBelowAHop(OtlpCollector collector, OtlpSpan wake) {
    List<OtlpSpan> hops = collector.spans("session.hop");
    return collector.spans("session.visit").stream()
        .filter(wake::isChildOf)
        .anyMatch(visit -> hops.stream().anyMatch(visit::isChildOf));
  }

  private static OtlpSpan above(OtlpCollector collector, String name, OtlpSpan below) {
    return collector.await(name, below::isChildOf);
  }

  private static Map<String, String> sleepy(OtlpCollector collector) {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT", collector.url(),
        "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "100ms",
        "EXECUTOR_TRACE_RATIO", "1.0",
        "EXECUTOR_SESSION_IDLE_DROP", "3S",
        "EXECUTOR_SESSION_SWEEP_INTERVAL", "200MS");
  }
}
