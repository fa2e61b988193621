package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.execution.Resource;
import sh.executor.execution.model.Answer;
import sh.executor.execution.model.RunFilter;
import sh.executor.execution.model.RunState;
import sh.executor.execution.model.RunSummary;
import sh.executor.telemetry.Traces;
import sh.executor.testkit.Cast;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.McpStream;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.StatelessMcp;

/** Requests of 2026-07-28, each of which stands for itself. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class StatelessTest {

  private static final String META = "io.modelcontextprotocol/";

  private final Cast cast = Cast.assemble();
  private final StatelessMcp client =
      StatelessMcp.at(McpService.endpoint(), McpService.agentKey(cast.owner().caller()));

  @Test
  void discoverySaysWhatThereIs() {
    Mcp.Answer answer = client.ask("server/discover", "{}");

    JsonNode result = answer.message().path("result");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("mcp-session-id")).isEmpty();
    assertThat(result.path("supportedVersions").toString())
        .startsWith("[\"2026-07-28\",\"2025-11-25\",\"2025-06-18\",\"2025-03-26\"");
    assertThat(result.at("/capabilities/tools").isObject()).isTrue();
    assertThat(result.path("capabilities").has("prompts")).isFalse();
    assertThat(result.path("resultType").asText()).isEqualTo("complete");
    assertThat(result.path("ttlMs").asLong()).isPositive();
    assertThat(result.path("cacheScope").asText()).isEqualTo("private");
    assertThat(result.path("_meta").path(META + "serverInfo").path("name").asText())
        .isEqualTo("executor");
  }

  @Test
  void theToolsAreListedInOneOrder() {
    JsonNode result = client.result("tools/list", "{}");

    assertThat(result.path("tools").findValuesAsText("name")).startsWith("execute");
    assertThat(result.path("ttlMs").isIntegralNumber()).isTrue();
    assertThat(result.path("cacheScope").asText()).isEqualTo("private");
    assertThat(client.result("tools/list", "{}").path("tools")).isEqualTo(result.path("tools"));
  }

  @Test
  void codeRunsWithoutASession() {
    JsonNode result = client.call("execute", "{'code':'return 1 + 1'}");

    assertThat(result.path("resultType").asText()).isEqualTo("complete");
    assertThat(result.at("/structuredContent/result").asInt()).isEqualTo(2);
  }

  @Test
  void progressComesAheadOfTheAnswer() {
    Mcp.Answer answer =
        client.ask(
            "tools/call",
            "{'name':'execute','_meta':{'progressToken':'p'},'arguments':{'code':'await"
                + " tools.search({query: `x`}); return 7'}}");

    assertThat(answer.header("content-type")).startsWith("text/event-stream");
    assertThat(answer.text()).doesNotContain("id:");
    assertThat(answer.messages().getFirst().at("/params/progressToken").asText()).isEqualTo("p");
    assertThat(answer.message().at("/result/structuredContent/result").asInt()).isEqualTo(7);
  }

  @Test
  void whatWaitsForAPersonIsLinkedToAndResumed() {
    Gated.connect(cast.owner().caller());

    JsonNode paused = client.call("execute", "{'code':'%s'}".formatted(Gated.ONCE));
    String id = paused.at("/structuredContent/executionId").asText();
    Gated.answer(cast.owner().caller(), id, Answer.Action.ACCEPT);
    JsonNode resumed = client.call("resume", "{'executionId':'%s'}".formatted(id));

    assertThat(paused.at("/structuredContent/status").asText()).isEqualTo("user_approval_required");
    assertThat(paused.path("resultType").asText()).isEqualTo("complete");
    assertThat(resumed.at("/structuredContent/result").asBoolean()).isTrue();
  }

  /** Member of _meta and its JSON; header and its value; what is told. Empty is absent. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "protocolVersion | '' | a | a | 400 | -32602",
        "clientCapabilities | '' | a | a | 400 | -32602",
        "clientCapabilities | 7 | a | a | 400 | -32602",
        "protocolVersion | \"2025-11-25\" | a | a | 400 | -32020",
        "protocolVersion | \"v9\" | a | a | 400 | -32020",
        "protocolVersion | \"v9\" | mcp-protocol-version | v9 | 400 | -32022",
        "a | 1 | mcp-protocol-version | 2025-11-25 | 400 | -32020",
        "a | 1 | mcp-protocol-version | '' | 400 | -32020",
        "a | 1 | mcp-method | '' | 400 | -32020",
        "a | 1 | mcp-method | TOOLS/LIST | 400 | -32020",
        "a | 1 | mcp-method | tools/call | 400 | -32020",
        "clientInfo | '' | mcp-session-id | whatever | 200 | 0",
        "a | 1 | last-event-id | 7 | 200 | 0",
      })
  void aRequestMustSayItAllAndTheSameTwice(
      String member, String json, String header, String value, int status, int code) {
    Mcp.Answer answer =
        client.saying(META + member, json).with(header, value).ask("tools/list", "{}");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.message().at("/error/code").asInt()).isEqualTo(code);
    assertThat(answer.message().path("id").isIntegralNumber()).isTrue();
  }

  @Test
  void aRevisionWeDoNotSpeakIsToldWhichWeDo() {
    JsonNode error =
        client
            .saying(META + "protocolVersion", "'2031-01-01'")
            .with("mcp-protocol-version", "2031-01-01")
            .ask("server/discover", "{}")
            .message()
            .path("error");

    assertThat(error.at("/data/requested").asText()).isEqualTo("2031-01-01");
    assertThat(error.at("/data/supported")).contains(error.at("/data/supported").get(0));
    assertThat(error.at("/data/supported").get(0).asText()).isEqualTo("2026-07-28");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "initialize",
        "ping",
        "logging/setLevel",
        "resources/subscribe",
        "resources/unsubscribe",
        "tools/flip"
      })
  void aMethodThatIsNotHereIsNotFound(String method) {
    Mcp.Answer answer = client.ask(method, "{'protocolVersion':'2025-11-25'}");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.message().at("/error/code").asInt()).isEqualTo(-32601);
    assertThat(answer.header("mcp-session-id")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "skills, 200",
    "'  skills  ', 200",
    "=?base64?c2tpbGxz?=, 200",
    "Skills, 400",
    "=?base64?c2tpbGx?=, 400",
    "=?base64?!!!!?=, 400",
    "'', 400",
  })
  void theNameInTheHeaderIsTheNameInTheBody(String name, int status) {
    Mcp.Answer answer = client.with("mcp-name", name).ask("tools/call", "{'name':'skills'}");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.message().at("/error/code").asInt()).isEqualTo(status == 200 ? 0 : -32020);
  }

  @Test
  void onlySingleRequestsArePosted() {
    Mcp raw = McpService.client().as(cast.owner().key());
    for (String body : List.of("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", "{", "[]")) {
      Mcp.Answer answer = raw.send(modern(raw).POST(BodyPublishers.ofString(body)));

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.message().path("error").isObject()).isTrue();
      assertThat(answer.message().has("id")).isFalse();
    }
    String reply = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";
    String note = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}";

    assertThat(raw.send(modern(raw).POST(BodyPublishers.ofString(reply))).status()).isEqualTo(400);
    assertThat(raw.send(modern(raw).POST(BodyPublishers.ofString(note))).status()).isEqualTo(202);
  }

  @Test
  void whatIsNoRequestIsAnsweredByItsIdAllTheSame() {
    Mcp raw = McpService.client().as(cast.owner().key());
    String body = "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":5}";

    Mcp.Answer modern = raw.send(modern(raw).POST(BodyPublishers.ofString(body)));
    Mcp.Answer before = raw.post(body);

    assertThat(modern.status()).isEqualTo(400);
    assertThat(modern.message().path("id").asText()).isEqualTo("x");
    assertThat(modern.message().at("/error/code").asInt()).isEqualTo(-32700);
    assertThat(before.message().path("id").isNull()).isTrue();
  }

  @Test
  void aRequestThatThereIsNoRoomForIsAnsweredByItsId() throws Exception {
    String request =
        "{'jsonrpc':'2.0','id':7,'method':'tools/list','params':{'_meta':{'%sprotocolVersion':'2026-07-28'}}}"
            .formatted(META);
    String before = "{'jsonrpc':'2.0','id':7,'method':'ping'}";

    TestExchange modern = posted(request);
    TestExchange legacy = posted(before);
    full().handle(modern, new Place(null, Resource.DEFAULT));
    full().handle(legacy, new Place(null, Resource.DEFAULT));

    assertThat(modern.next()).startsWith("503 ").contains("\"id\":7", "-32603");
    assertThat(legacy.next()).startsWith("503 ").contains("\"id\":null", "-32000");
  }

  private TestExchange posted(String body) {
    return new TestExchange(
        Map.of(
            "authorization", "Bearer " + cast.owner().key(),
            "content-type", "application/json",
            "accept", "application/json, text/event-stream"),
        StatelessMcp.tree(body));
  }

  /** An endpoint without room. */
  private static McpEndpoint full() {
    return new McpEndpoint(
        Gated.bean(Gate.class),
        Gated.bean(PostReader.class),
        Gated.bean(LegacyEndpoint.class),
        Gated.bean(ModernEndpoint.class),
        Gated.bean(SseEndpoint.class),
        Gated.bean(EdgeFacts.class),
        Gated.bean(Traces.class),
        TestMcpConfig.with(Map.of("executor.mcp.requests-max", "0")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mcp-protocol-version", "mcp-method", "mcp-name"})
  void aHeaderThatIsThereTwiceIsNoMirror(String repeated) {
    Mcp raw = McpService.client().as(cast.owner().key());
    String body =
        StatelessMcp.tree(
                "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'skills','_meta':{'%1$sprotocolVersion':'2026-07-28','%1$sclientCapabilities':{}}}}"
                    .formatted(META))
            .toString();

    Mcp.Answer once = raw.send(call(raw).POST(BodyPublishers.ofString(body)));
    Mcp.Answer twice =
        raw.send(call(raw).header(repeated, "other").POST(BodyPublishers.ofString(body)));

    assertThat(once.status()).isEqualTo(200);
    assertThat(twice.status()).isEqualTo(400);
    assertThat(twice.message().at("/error/code").asInt()).isEqualTo(-32020);
  }

  private static HttpRequest.Builder call(Mcp raw) {
    return modern(raw).header("mcp-method", "tools/call").header("mcp-name", "skills");
  }

  @Test
  void aRefusalToNobodyInParticularHasNoId() {
    Mcp stranger = McpService.client();

    Mcp.Answer modern = stranger.send(modern(stranger).POST(BodyPublishers.ofString("{}")));
    Mcp.Answer before = stranger.send(stranger.request().POST(BodyPublishers.ofString("{}")));

    assertThat(modern.status()).isEqualTo(401);
    assertThat(modern.message().has("id")).isFalse();
    assertThat(modern.message().at("/error/code").asInt()).isEqualTo(-32600);
    assertThat(before.message().path("id").isNull()).isTrue();
    assertThat(before.message().at("/error/code").asInt()).isEqualTo(-32001);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE"})
  void thereIsOnlyPost(String method) {
    Mcp raw = McpService.client().as(cast.owner().key());

    Mcp.Answer answer = raw.send(modern(raw).method(method, BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("allow")).isEqualTo("POST, OPTIONS");
  }

  @Test
  void aSessionStaysWhatItIsBesideRequestsWithoutOne() {
    Mcp session = McpService.client().as(cast.owner().key()).connect();

    StatelessMcp.at(McpService.endpoint(), cast.owner().key())
        .with("mcp-session-id", session.sessionId())
        .ask("tools/list", "{}");
    JsonNode ping = session.request("ping", "{}");
    JsonNode discovery = session.request("server/discover", "{}");
    JsonNode tools = session.request("tools/list", "{}");

    assertThat(ping.path("result").isEmpty()).isTrue();
    assertThat(discovery.at("/error/code").asInt()).isEqualTo(-32601);
    assertThat(tools.path("result").has("resultType")).isFalse();
    assertThat(tools.path("result").has("ttlMs")).isFalse();
  }

  @Test
  void closingTheStreamOfACallStopsIt() {
    String code = "await tools.search({query: `x`}); while (true) {}";
    String call =
        "{'name':'execute','_meta':{'progressToken':'p'},'arguments':{'code':'%s'}}"
            .formatted(code);

    try (McpStream stream = client.open("tools/call", call)) {
      stream.next("notifications/progress");
    }

    awaitCancelled();
  }

  @Test
  void hangingUpBeforeAnythingWasSaidStopsACall() {
    CompletableFuture<Mcp.Answer> waiting =
        client.later("tools/call", "{'name':'execute','arguments':{'code':'while (true) {}'}}");
    await().atMost(Duration.ofSeconds(20)).until(() -> !runs(RunState.RUNNING).isEmpty());

    waiting.cancel(true);

    awaitCancelled();
  }

  private void awaitCancelled() {
    await().atMost(Duration.ofSeconds(20)).until(() -> !runs(RunState.CANCELLED).isEmpty());
  }

  private List<RunSummary> runs(RunState state) {
    return Gated.runs(cast.owner().caller())
        .runs(new RunFilter(null, state, null, null), 0, 10)
        .items();
  }

  private static HttpRequest.Builder modern(Mcp raw) {
    return raw.request().header("mcp-protocol-version", "2026-07-28");
  }
}
