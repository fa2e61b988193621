package sh.executor.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sh.executor.execution.Resource;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Role;
import sh.executor.kernel.TenantId;
import sh.executor.session.model.Terms;
import sh.executor.telemetry.SpanName;
import sh.executor.telemetry.TestTraces;
import sh.executor.telemetry.Trace;
import sh.executor.telemetry.Traces;

/** The life of sessions, as a collector sees it. */
class SessionSpansTest {

  private static final Caller ALICE =
      new Caller(
          new TenantId(new UUID(0, 1)),
          new AccountId(new UUID(0, 2)),
          Role.MEMBER,
          Caller.Credential.AGENT);

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final SdkTracerProvider provider = provider(Sampler.alwaysOn());
  private final Traces traces = TestTraces.by(provider.get("test"));
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
  private final MemorySessionStore store = new MemorySessionStore();
  private final Sessions sessions = sessions(100, traces);

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void aSessionBeginsBelowItsRequest() {
    Opened opened;
    try (Trace _ = traces.open(SpanName.MCP_REQUEST)) {
      opened = open(sessions);
    }

    SpanData init = only("session.init");
    SpanData request = only("mcp.request");
    assertThat(init.getParentSpanId()).isEqualTo(request.getSpanId());
    assertThat(text(init, "executor.tenant.id")).isEqualTo(ALICE.tenant().toString());
    assertThat(text(init, "mcp.request.session_id"))
        .isEqualTo(opened.session().key().hex().substring(0, 12));
    assertThat(init.getAttributes().size()).isEqualTo(2);
  }

  @Test
  void whatWakesIsLinkedToWhereItBegan() {
    String id = open(sessions).id();
    Sessions restarted = sessions(100, traces);

    try (Trace _ = traces.open(SpanName.SESSION_VISIT)) {
      restarted.find(id, ALICE, Resource.DEFAULT);
      restarted.find(id, ALICE, Resource.DEFAULT);
    }

    SpanData wake = only("session.wake");
    assertThat(wake.getParentSpanId()).isEqualTo(only("session.visit").getSpanId());
    assertThat(TimeUnit.NANOSECONDS.toMillis(wake.getStartEpochNanos()))
        .isEqualTo(now.get().toEpochMilli());
    assertLinkedToItsBeginning(wake);
  }

  @Test
  void whatNobodyUsesIsLetGoOfInATraceOfItsOwn() {
    open(sessions);
    now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(6)));

    sessions.dropIdle();

    SpanData hibernate = only("session.hibernate");
    assertThat(text(hibernate, "executor.outcome")).isEqualTo("idle");
    assertThat(hibernate.getTraceId()).isNotEqualTo(only("session.init").getTraceId());
    assertLinkedToItsBeginning(hibernate);
  }

  @Test
  void whatANodeHasNoRoomForIsLetGoOf() {
    Sessions small = sessions(1, traces);
    open(small);

    open(small);

    assertThat(text(only("session.hibernate"), "executor.outcome")).isEqualTo("crowded");
  }

  @Test
  void aNodeThatStopsLetsGoOfAll() {
    open(sessions);
    open(sessions);

    sessions.dropAll();
    sessions.dropAll();

    assertThat(named("session.hibernate"))
        .hasSize(2)
        .allMatch(span -> text(span, "executor.outcome").equals("stopped"));
    assertThat(sessions.cached()).isZero();
  }

  @Test
  void whatIsEndedOrUnknownNeitherWakesNorHibernates() {
    Opened opened = open(sessions);
    sessions.end(opened.session());

    sessions.find(opened.id(), ALICE, Resource.DEFAULT);
    sessions.find(SessionId.random(new SecureRandom()).value(), ALICE, Resource.DEFAULT);

    assertThat(exporter.getFinishedSpanItems())
        .extracting(SpanData::getName)
        .containsExactly("session.init");
  }

  @Test
  void nothingIsKeptOfATraceThatNobodyWillSee() {
    Sessions off = sessions(100, TestTraces.off());
    Sessions unsampled;
    try (SdkTracerProvider none = provider(Sampler.alwaysOff())) {
      unsampled = sessions(100, TestTraces.by(none.get("test")));

      assertThat(open(off).session().traceparent()).isNull();
      assertThat(open(unsampled).session().traceparent()).isNull();
    }
  }

  private void assertLinkedToItsBeginning(SpanData span) {
    SpanData init = only("session.init");
    assertThat(span.getLinks())
        .extracting(LinkData::getSpanContext)
        .singleElement()
        .satisfies(
            begun -> {
              assertThat(begun.getTraceId()).isEqualTo(init.getTraceId());
              assertThat(begun.getSpanId()).isEqualTo(init.getSpanId());
            });
  }

  private SpanData only(String name) {
    assertThat(named(name)).hasSize(1);
    return named(name).getFirst();
  }

  private List<SpanData> named(String name) {
    return exporter.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .toList();
  }

  private static String text(SpanData span, String attribute) {
    return String.valueOf(span.getAttributes().get(AttributeKey.stringKey(attribute)));
  }

  private static Opened open(Sessions sessions) {
    Terms terms = new Terms("2025-11-25", null, JsonNodeFactory.instance.objectNode());
    return sessions.open(ALICE, Resource.DEFAULT, terms).orElseThrow();
  }

  private Sessions sessions(int cachedMax, Traces by) {
    return new Sessions(
        store,
        new OneHome(),
        new FixedSessionConfig(cachedMax),
        now::get,
        new SecureRandom(),
        new SessionSpans(by));
  }

  private SdkTracerProvider provider(Sampler sampler) {
    return SdkTracerProvider.builder()
        .setSampler(sampler)
        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
        .build();
  }
}
