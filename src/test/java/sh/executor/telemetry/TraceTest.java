package sh.executor.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder()
          .setSampler(new TraceSampling().sampler(new Ratio(1)))
          .addSpanProcessor(new QueryMask())
          .addSpanProcessor(SimpleSpanProcessor.create(spans))
          .build();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AtomicLong nanos = new AtomicLong();
  private final Traces traces = new Traces(provider.get("test"), new Durations(meters, nanos::get));

  @AfterEach
  void nothingIsLeftOnTheThread() {
    provider.close();
    assertThat(Span.current()).isEqualTo(Span.getInvalid());
    assertThat(LogContext.present()).isEmpty();
  }

  @Test
  void aSpanSaysWhatIsNoted() {
    try (Trace trace = traces.open(SpanName.OUTBOUND_REQUEST)) {
      trace.note(Key.TENANT_ID, "org_1").note(Attribute.CALLS, 3);
      Traces.note(Attribute.POLICY_DECISION, "block");
      Traces.note(Attribute.MCP_VERIFIED, true);
      Traces.noteHeader("Accept", "text/plain");
      trace.outcome(new Refused("why"));
      trace.failed("blocked");
    }

    SpanData span = spans.getFinishedSpanItems().getFirst();
    assertThat(span.getName()).isEqualTo("outbound.request");
    assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.getAttributes().asMap())
        .isEqualTo(
            Attributes.builder()
                .put("executor.tenant.id", "org_1")
                .put("executor.execution.calls", 3)
                .put("executor.policy.decision", "block")
                .put("mcp.auth.verified", true)
                .put("mcp.http.header.accept", "text/plain")
                .put("executor.outcome", "Refused")
                .put("error.type", "blocked")
                .build()
                .asMap());
  }

  @Test
  void aValueIsCutToItsBound() {
    try (Trace trace = traces.open(SpanName.MCP_REQUEST)) {
      trace.note(Attribute.MCP_CLIENT_NAME, "x".repeat(1_000));
    }

    assertThat(
            spans
                .getFinishedSpanItems()
                .getFirst()
                .getAttributes()
                .get(AttributeKey.stringKey("mcp.client.name")))
        .hasSize(Trace.VALUE_CHARS_MAX);
  }

  @Test
  void anInnerTraceCoversWhatIsLoggedAndBringsItBack() {
    try (Trace outer = traces.open(SpanName.EXECUTION_RUN)) {
      outer.note(Key.EXECUTION_ID, "one");
      try (Trace inner = traces.open(SpanName.EXECUTION_RUN)) {
        inner.note(Key.EXECUTION_ID, "two").note(Key.EXECUTION_ID, "three");
        assertThat(MDC.get("executionId")).isEqualTo("three");
      }
      assertThat(MDC.get("executionId")).isEqualTo("one");
    }

    assertThat(MDC.get("executionId")).isNull();
  }

  @Test
  void aThreadThatTakesOverGoesOnInTheTraceAndTheLog() throws Exception {
    Map<String, Object> seen = new HashMap<>();
    try (Trace trace = traces.open(SpanName.EXECUTION_RUN)) {
      trace.note(Key.EXECUTION_ID, "one");
      Thread thread =
          Thread.ofVirtual()
              .start(
                  Handover.of(
                      () -> {
                        seen.put("executionId", MDC.get("executionId"));
                        traces.open(SpanName.TOOL_CALL).close();
                      }));
      thread.join();
    }

    assertThat(seen).containsEntry("executionId", "one");
    SpanData call = spans.getFinishedSpanItems().getFirst();
    SpanData run = spans.getFinishedSpanItems().getLast();
    assertThat(call.getParentSpanId()).isEqualTo(run.getSpanId());
    assertThat(call.getTraceId()).isEqualTo(run.getTraceId());
  }

  @Test
  void withoutTracingLogKeysRemain() {
    Traces off = TestTraces.by(OpenTelemetry.noop().getTracer("off"));

    try (Trace trace = off.open(SpanName.EXECUTION_RUN)) {
      trace.note(Key.EXECUTION_ID, "one");
      assertThat(MDC.get("executionId")).isEqualTo("one");
      assertThat(Traces.isRecording()).isFalse();
      assertThat(MDC.get("traceId")).isNull();
    }
  }

  @Test
  void noTraceBeginsWithAStatement() {
    AttributeKey<String> database = AttributeKey.stringKey("db.system");
    Span alone =
        provider.get("jdbc").spanBuilder("SELECT").setAttribute(database, "pg").startSpan();
    alone.end();
    try (Trace _ = traces.open(SpanName.EXECUTION_RUN)) {
      provider.get("jdbc").spanBuilder("UPDATE").setAttribute(database, "pg").startSpan().end();
    }

    assertThat(spans.getFinishedSpanItems())
        .extracting(SpanData::getName)
        .containsExactly("UPDATE", "execution.run");
  }

  @Test
  void theQueryOfAUrlIsMasked() {
    Span span =
        provider.get("http").spanBuilder("GET").setAttribute("url.query", "k=v").startSpan();
    try (Scope _ = span.makeCurrent()) {
      span.end();
    }

    SpanData seen = spans.getFinishedSpanItems().getFirst();
    assertThat(seen.getParentSpanId()).isEqualTo(SpanId.getInvalid());
    assertThat(seen.getAttributes().get(AttributeKey.stringKey("url.query"))).isEqualTo("***");
  }

  @Test
  void whatCameToAnOutcomeIsTimed() {
    traces.open(SpanName.TOOL_CALL).close();
    try (Trace trace = traces.open(SpanName.TOOL_CALL)) {
      nanos.addAndGet(5_000_000);
      trace.outcome(new Refused("why"));
    }

    Timer timer = meters.get("execution.tool_call").tag("outcome", "Refused").timer();
    assertThat(meters.getMeters()).hasSize(1);
    assertThat(timer.count()).isEqualTo(1);
    assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void aRatioIsFromZeroToOne(double ratio) {
    assertThatThrownBy(() -> new TraceSampling().sampler(new Ratio(ratio)))
        .hasMessageContaining("EXECUTOR_TRACE_RATIO")
        .hasMessageContaining(Double.toString(ratio));
  }

  private record Refused(String why) {}

  private record Ratio(LogFormat logFormat, double traceRatio, String sentryEnvironment)
      implements TelemetryConfig {

    Ratio(double traceRatio) {
      this(LogFormat.TEXT, traceRatio, "test");
    }

    @Override
    public Optional<String> sentryDsn() {
      return Optional.empty();
    }
  }
}
