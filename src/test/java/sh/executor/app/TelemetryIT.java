package sh.executor.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.database.Database;
import sh.executor.database.DatabaseLogin;
import sh.executor.rest.Pets;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.OtlpCollector;
import sh.executor.testkit.OtlpSpan;
import sh.executor.testkit.Rest;
import sh.executor.testkit.SentryIngest;
import sh.executor.testkit.ServiceProcess;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.Upstream;

/**
 * What leaves the packaged service about itself: everything when it is told where to, nothing else
 * ever. Collector and Sentry are servers of ours that keep every byte.
 */
class TelemetryIT {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LIST_PETS =
      "return (await tools.pets.org.main.pets.listPets({})).data";
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String DROPPED_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String STRANGER = "Bearer 0bad" + Pets.TOKEN;
  private static final String CLIENT_SPAN = "b7ad6b7169203331";

  /** The services of this class share a database, hence the key of what is sealed in it. */
  private static final String SECRET_KEY =
      Base64.getEncoder().encodeToString("a master key for tests, 32 bytes".getBytes(US_ASCII));

  @TempDir Path folder;

  @Test
  void oneTraceLeadsFromTheEdgeToTheApiAndToTheReport() throws Exception {
    try (OtlpCollector collector = new OtlpCollector();
        SentryIngest sentry = new SentryIngest();
        Upstream upstream = Pets.open();
        ServiceProcess service = start("on", telemetry(collector, sentry))) {
      Rest owner = Rest.at(service.mcp()).as(service.ownerToken());
      Pets.add(owner, upstream, "pets");
      Pets.connect(owner, "pets");
      Mcp agent = Mcp.at(service.mcp()).as(service.agentKey()).connect();

      JsonNode called = call(agent, LIST_PETS, "00-" + TRACE + '-' + CLIENT_SPAN + "-01");
      owner.post("/executions?token=" + Pets.TOKEN, script(LIST_PETS)).expect(200);
      knock(service);
      spoil(DATABASE.database());
      JsonNode broken = agent.execute(LIST_PETS);

      assertThat(called.at("/result/isError").asBoolean()).as(called.toString()).isFalse();
      assertOneTrace(collector, TRACE, executionId(called));
      OtlpSpan rest = collector.await("POST /executions", span -> true);
      assertThat(collector.spans("execution.run")).anyMatch(run -> run.isChildOf(rest));
      assertTheStrangerIsSeen(collector);
      assertTheDefectIsReported(collector, sentry, service, executionId(broken));
      assertThat(metrics(service))
          .contains("execution_run_seconds_count{outcome=\"Completed\"}")
          .contains("execution_tool_call_seconds_count{outcome=\"Ok\"}")
          .contains("outbound_request_seconds_count{outcome=\"Answered\"}");
      assertThat(service.threads()).anyMatch(TelemetryIT::exports);
      assertThat(upstream.ledger())
          .noneMatch(call -> call.headers().containsKey("traceparent"))
          .noneMatch(call -> call.headers().containsKey("baggage"));
      service.stop();
      assertTheSessionLeadsBackToItsBeginning(collector);
      String left = collector.received() + sentry.received() + service.logged();
      assertThat(Stream.of(Pets.TOKEN, service.ownerToken(), service.agentKey(), agent.sessionId()))
          .noneMatch(left::contains);
    }
  }

  @Test
  void atARatioOfZeroOnlyWhatAClientKeepsIsExported() {
    try (OtlpCollector collector = new OtlpCollector()) {
      Map<String, String> environment =
          Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url(), "EXECUTOR_TRACE_RATIO", "0");
      try (ServiceProcess service = start("zero", environment)) {
        Mcp agent = Mcp.at(service.mcp()).as(service.agentKey()).connect();
        agent.execute("return 1");
        call(agent, "return 2", "00-" + DROPPED_TRACE + '-' + CLIENT_SPAN + "-00");
        call(agent, "return 3", "00-" + TRACE + '-' + CLIENT_SPAN + "-01");
        service.stop(); // which exports what there is
      }

      assertThat(collector.spans()).extracting(OtlpSpan::traceId).isNotEmpty().containsOnly(TRACE);
      assertThat(collector.spans("execution.run")).hasSize(1);
    }
  }

  @Test
  void withNothingConfiguredNothingIsThereThatCouldExport() {
    try (ServiceProcess service = start("off", Map.of("EXECUTOR_LOG_FORMAT", "json"))) {
      Mcp agent = Mcp.at(service.mcp()).as(service.agentKey()).connect();
      JsonNode answer = agent.execute("return await tools.nothing.org.here.at.all({})");

      assertThat(answer.at("/result/isError").asBoolean()).isFalse();
      assertThat(traced(agent.sessionId())).isFalse();
      assertThat(service.threads()).isNotEmpty().noneMatch(TelemetryIT::exports);
      assertThat(service.logged()).doesNotContain("0000000000000000", "already registered");
      service.kill(); // nothing waits to be sent
    }
  }

  private static void assertOneTrace(OtlpCollector collector, String trace, String executionId) {
    OtlpSpan outbound = collector.await("outbound.request", span -> span.traceId().equals(trace));
    OtlpSpan call = parent(collector, "execution.tool_call", outbound);
    OtlpSpan run = parent(collector, "execution.run", call);
    OtlpSpan request = parent(collector, "mcp.request", run);
    OtlpSpan http = parent(collector, "POST /mcp", request);
    assertThat(http.parentSpanId()).isEqualTo(CLIENT_SPAN);
    assertThat(outbound.attributes()).containsEntry("http.response.status_code", 200L);
    assertThat(call.attributes())
        .containsEntry("executor.tool.address", "tools.pets.org.main.pets.listPets")
        .containsEntry("executor.policy.decision", "approve")
        .containsEntry("executor.outcome", "Ok");
    assertThat(run.attributes())
        .containsEntry("executor.execution.id", executionId)
        .containsEntry("executor.execution.calls", 1L)
        .containsEntry("executor.outcome", "Completed");
    assertThat(request.attributes())
        .containsEntry("mcp.rpc.method", "tools/call")
        .containsEntry("mcp.tool.name", "execute")
        .containsEntry("mcp.auth.verified", true)
        .containsEntry("executor.outcome", "result");
    assertThat(request.text("mcp.request.session_id")).hasSize(12);
    assertThat(request.text("mcp.auth.organization_id")).startsWith("org_");
    assertThat(collector.spans("mcp.request"))
        .anyMatch(span -> span.text("mcp.client.name").equals("testkit"));
  }

  /** What a node that stops lets go of; its last spans leave before it ends. */
  private static void assertTheSessionLeadsBackToItsBeginning(OtlpCollector collector) {
    OtlpSpan begun = collector.await("session.init", span -> true);
    OtlpSpan request = collector.await("mcp.request", begun::isChildOf);
    OtlpSpan let = collector.await("session.hibernate", span -> span.isLinkedTo(begun));
    assertThat(request.text("mcp.rpc.method")).isEqualTo("initialize");
    assertThat(let.text("executor.outcome")).isEqualTo("stopped");
    assertThat(let.traceId()).isNotEqualTo(begun.traceId());
    assertThat(let.attributes())
        .containsEntry("mcp.request.session_id", begun.text("mcp.request.session_id"));
  }

  /** Somebody without a key, through a proxy that says where they are. */
  private static void knock(ServiceProcess service) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(service.mcp())
              .header("authorization", STRANGER)
              .header("referer", "https://page.example/a?token=" + Pets.TOKEN)
              .header("cf-ipcountry", "AT")
              .header("x-asn", "64496")
              .header("cf-ipcity", "C".repeat(300))
              .POST(BodyPublishers.ofString("{}"))
              .build();
      client.send(request, BodyHandlers.discarding());
    }
  }

  private static OtlpSpan parent(OtlpCollector collector, String name, OtlpSpan child) {
    return collector.await(name, child::isChildOf);
  }

  private static void assertTheStrangerIsSeen(OtlpCollector collector) {
    OtlpSpan refused =
        collector.await("mcp.request", span -> span.text("mcp.auth.verified").equals("false"));
    assertThat(refused.attributes())
        .containsEntry("http.response.status_code", 401L)
        .containsEntry("mcp.auth.has_bearer", true)
        .containsEntry("mcp.http.header.authorization.scheme", "bearer")
        .containsEntry("mcp.http.header.authorization.length", Integer.toString(STRANGER.length()))
        .containsEntry("mcp.http.header.referer", "https://page.example/a")
        .containsEntry("mcp.request.parse_body", false)
        .containsEntry("mcp.auth.organization_id", "")
        .containsEntry("mcp.auth.account_id", "")
        .containsEntry("cf.country", "AT")
        .containsEntry("cf.asn", 64_496L)
        .containsEntry("cf.city", "C".repeat(256));
  }

  private static void assertTheDefectIsReported(
      OtlpCollector collector, SentryIngest sentry, ServiceProcess service, String executionId) {
    OtlpSpan run =
        collector.await(
            "execution.run", span -> span.text("executor.execution.id").equals(executionId));
    JsonNode event = sentry.await(e -> e.at("/tags/executionId").asText().equals(executionId));
    assertThat(event.at("/tags/otel_trace_id").asText()).isEqualTo(run.traceId());
    assertThat(event.at("/contexts/trace/trace_id").asText()).isEqualTo(run.traceId());
    assertThat(event.at("/level").asText()).isEqualTo("error");
    assertThat(event.has("server_name")).isFalse();
    JsonNode line =
        service
            .logged()
            .lines()
            .map(TelemetryIT::json)
            .filter(l -> l.at("/mdc/executionId").asText().equals(executionId))
            .filter(l -> l.path("level").asText().equals("ERROR"))
            .findFirst()
            .orElseThrow();
    assertThat(line.at("/mdc/traceId").asText()).isEqualTo(run.traceId());
    assertThat(line.at("/mdc/spanId").asText()).hasSize(16);
    assertThat(line.at("/mdc/tenantId").asText()).startsWith("org_");
  }

  private static Map<String, String> telemetry(OtlpCollector collector, SentryIngest sentry) {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT", collector.url(),
        "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "100ms",
        "EXECUTOR_TRACE_RATIO", "1.0",
        "EXECUTOR_LOG_FORMAT", "json",
        "EXECUTOR_EDGE_HEADERS", "country=cf-ipcountry,asn=x-asn, city=cf-ipcity",
        "SENTRY_DSN", sentry.dsn());
  }

  private ServiceProcess start(String name, Map<String, String> telemetry) {
    DatabaseLogin login = DATABASE.login();
    Map<String, String> environment = new HashMap<>(telemetry);
    environment.put("EXECUTOR_SECRET_KEY", SECRET_KEY);
    environment.put("EXECUTOR_DATABASE_URL", login.url());
    environment.put("EXECUTOR_DATABASE_USER", login.user());
    environment.put("EXECUTOR_DATABASE_PASSWORD", login.password());
    return ServiceProcess.start(folder.resolve(name), environment);
  }

  private static JsonNode call(Mcp agent, String code, String traceparent) {
    String body =
        """
        {"jsonrpc": "2.0", "id": "one", "method": "tools/call",
         "params": {"name": "execute", "arguments": %s}}
        """
            .formatted(script(code));
    return agent
        .send(
            agent.request().header("traceparent", traceparent).POST(BodyPublishers.ofString(body)))
        .message();
  }

  private static String metrics(ServiceProcess service) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(service.mcp().resolve("/q/metrics")).build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }

  private static String script(String code) {
    return JSON.createObjectNode().put("code", code).toString();
  }

  private static String executionId(JsonNode answer) {
    return answer.at("/result/structuredContent/executionId").asText();
  }

  /** Makes what is kept of the API unreadable, so that the next call of it is a defect of ours. */
  private static void spoil(Database database) {
    database.run("update integration set config = 'spoilt'");
  }

  /** Whether anything of a trace is kept with a session. */
  private static boolean traced(String session) {
    return DATABASE
        .database()
        .one(
            """
            select traceparent is not null from mcp_session
             where session_sha256 = sha256(convert_to(?, 'UTF8'))
            """,
            row -> row.flag(1),
            session)
        .orElseThrow();
  }

  private static boolean exports(String thread) {
    return List.of("BatchSpanProcessor", "entry").stream().anyMatch(thread::contains);
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }
}
