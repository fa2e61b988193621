package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Role;
import sh.executor.kernel.TenantId;
import sh.executor.telemetry.SpanName;
import sh.executor.telemetry.TestTraces;
import sh.executor.telemetry.Trace;

/** What a span tells of a client, and what it must not. */
class FingerprintTest {

  private static final Caller CALLER =
      new Caller(
          new TenantId(new UUID(1, 2)),
          new AccountId(new UUID(3, 4)),
          Role.MEMBER,
          Caller.Credential.AGENT);

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build();

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void aRequestTellsItsHeadersAndNothingThatOpensADoor() {
    Map<String, String> headers =
        new TreeMap<>(
            Map.of(
                "authorization", "Bearer key-that-opens",
                "mcp-session-id", "id-that-opens",
                "referer", "https://user:opens@client.example/page?secret=opens#too",
                "user-agent", "client/1",
                "x-own", "its own"));

    Map<String, String> told =
        told(trace -> Fingerprint.ofRequest(trace, new TestExchange(headers)));

    assertThat(told)
        .containsEntry("mcp.request.method", "POST")
        .containsEntry("mcp.request.session_id_present", "true")
        .containsEntry("mcp.auth.has_bearer", "true")
        .containsEntry("mcp.auth.verified", "false")
        .containsEntry("mcp.http.header.authorization.scheme", "bearer")
        .containsEntry("mcp.http.header.authorization.length", "21")
        .containsEntry("mcp.http.header.referer", "https://client.example/page")
        .containsEntry("mcp.http.header.user-agent", "client/1")
        .containsEntry(
            "mcp.http.header.names", "authorization,mcp-session-id,referer,user-agent,x-own")
        .hasEntrySatisfying("mcp.request.session_id", name -> assertThat(name).hasSize(12))
        .doesNotContainKey("mcp.http.header.x-own");
    assertThat(told.values()).noneMatch(value -> value.contains("opens"));
  }

  @Test
  void aSchemeNobodyKnowsMayBeTheCredentialItself() {
    Map<String, String> told =
        told(
            trace ->
                Fingerprint.ofRequest(
                    trace, new TestExchange(Map.of("authorization", "key-that-opens"))));

    assertThat(told)
        .containsEntry("mcp.http.header.authorization.scheme", "other")
        .containsEntry("mcp.auth.has_bearer", "false")
        .containsEntry("mcp.request.session_id_present", "false");
  }

  @Test
  void whoWasLetInIsTold() {
    Map<String, String> told = told(trace -> Fingerprint.ofCaller(trace, CALLER));

    assertThat(told)
        .containsEntry("mcp.auth.verified", "true")
        .containsEntry("executor.tenant.id", CALLER.tenant().toString())
        .containsEntry("mcp.auth.organization_id", CALLER.tenant().toString())
        .containsEntry("mcp.auth.account_id", CALLER.account().toString());
  }

  @Test
  void aClientIsToldByItsInitializeOrByEachRequestWithoutASession() {
    String client =
        "'clientInfo':{'name':'agent','version':'2','title':'Agent'},'capabilities':{'roots':{},'elicitation':{}}";
    String meta =
        "'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28',"
            + "'io.modelcontextprotocol/clientInfo':{'name':'agent'},"
            + "'io.modelcontextprotocol/clientCapabilities':{'sampling':{}}}";

    Map<String, String> initialize =
        ofMessage("{'id':1,'method':'initialize','params':{'protocolVersion':'x'," + client + "}}");
    Map<String, String> call =
        ofMessage("{'id':'c','method':'tools/call','params':{'name':'execute'," + meta + "}}");

    assertThat(initialize)
        .containsEntry("mcp.request.parse_body", "true")
        .containsEntry("mcp.rpc.id", "1")
        .containsEntry("mcp.client.protocol_version", "x")
        .containsEntry("mcp.client.name", "agent")
        .containsEntry("mcp.client.version", "2")
        .containsEntry("mcp.client.title", "Agent")
        .containsEntry("mcp.client.capability.keys", "elicitation,roots");
    assertThat(call)
        .containsEntry("mcp.tool.name", "execute")
        .containsEntry("mcp.rpc.id", "c")
        .containsEntry("mcp.client.protocol_version", "2026-07-28")
        .containsEntry("mcp.client.capability.keys", "sampling");
  }

  @Test
  void whatIsAskedForIsTold() {
    assertThat(ofMessage("{'id':1,'method':'prompts/get','params':{'name':'greet'}}"))
        .containsEntry("mcp.prompt.name", "greet");
    assertThat(ofMessage("{'id':1,'method':'resources/read','params':{'uri':'x://a?key=opens'}}"))
        .containsEntry("mcp.resource.uri", "x://a");
    assertThat(ofMessage("{'id':'q','result':{'action':'decline'}}"))
        .containsEntry("mcp.rpc.method", "(response)")
        .containsEntry("mcp.elicitation.action", "decline");
    assertThat(ofMessage("{'method':'notifications/initialized'}"))
        .containsEntry("mcp.rpc.method", "notifications/initialized");
    assertThat(ofMessage("['no message']")).doesNotContainKey("mcp.rpc.method");
    assertThat(ofMessage("[{'id':1,'method':'ping'},{'method':'notifications/x'}]"))
        .containsEntry("mcp.rpc.method", "ping,notifications/x");
  }

  private Map<String, String> ofMessage(String json) {
    String whole = json.replace("{'id'", "{'jsonrpc':'2.0','id'");
    whole = whole.replace("{'method'", "{'jsonrpc':'2.0','method'").replace('\'', '"');
    Inbound inbound =
        new MessageReader(20, 10, 10_000).read(whole.getBytes(StandardCharsets.UTF_8));
    return told(trace -> Fingerprint.ofMessages(inbound));
  }

  private Map<String, String> told(Consumer<Trace> work) {
    spans.reset();
    try (Trace trace = TestTraces.by(provider.get("test")).open(SpanName.MCP_REQUEST)) {
      work.accept(trace);
    }
    return spans.getFinishedSpanItems().getFirst().getAttributes().asMap().entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().getKey(), entry -> String.valueOf(entry.getValue())));
  }
}
