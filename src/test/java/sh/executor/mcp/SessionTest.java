package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.database.Database;
import sh.executor.execution.Resource;
import sh.executor.kernel.Caller;
import sh.executor.testkit.Cast;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.McpStream;
import sh.executor.testkit.PostgresResource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class SessionTest {

  private final Cast cast = Cast.assemble();
  private final Mcp owner = McpService.client().as(cast.owner().key());

  @ParameterizedTest
  @CsvSource({
    "2025-03-26, 2025-03-26",
    "2025-06-18, 2025-06-18",
    "2025-11-25, 2025-11-25",
    "2024-10-07, 2025-11-25",
    "2099-01-01, 2025-11-25",
  })
  void aRevisionIsAgreedOn(String requested, String agreed) {
    Mcp.Answer answer = owner.initialize(requested);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("mcp-session-id")).matches("[0-9a-f]{64}");
    JsonNode result = answer.message().path("result");
    assertThat(result.path("protocolVersion").asText()).isEqualTo(agreed);
    assertThat(result.at("/serverInfo/name").asText()).isEqualTo("executor");
    assertThat(result.at("/serverInfo/version").asText()).matches("\\d+\\.\\d+.*");
    assertThat(result.path("capabilities").path("tools").isObject()).isTrue();
  }

  @Test
  void theToolsAreListedWithValidSchemas() {
    JsonNode tools = owner.connect().request("tools/list", "{}").at("/result/tools");

    assertThat(tools).hasSize(3);
    assertThat(tools.get(0).path("name").asText()).isEqualTo("execute");
    assertThat(tools.get(1).path("name").asText()).isEqualTo("resume");
    assertThat(tools.get(2).path("name").asText()).isEqualTo("skills");
    assertThat(tools.get(0).at("/inputSchema/required/0").asText()).isEqualTo("code");
    assertThat(tools.get(0).path("description").asText()).doesNotContain("Available integrations");
  }

  @Test
  void codeRuns() {
    JsonNode result = owner.connect().execute("return { sum: 1 + 1 }").path("result");

    assertThat(result.path("isError").asBoolean()).isFalse();
    assertThat(result.at("/structuredContent/status").asText()).isEqualTo("completed");
    assertThat(result.at("/structuredContent/result/sum").asInt()).isEqualTo(2);
    assertThat(result.at("/structuredContent/executionId").asText()).startsWith("exec_");
    assertThat(result.at("/content/0/text").asText()).contains("\"sum\": 2");
  }

  @Test
  void anAgentsKeyOpensTheEndpointToo() {
    Mcp agent = McpService.client().as(McpService.agentKey(cast.owner().caller())).connect();

    assertThat(agent.execute("return 1").at("/result/structuredContent/result").asInt())
        .isEqualTo(1);
  }

  @Test
  void aSkillIsReadInText() {
    Mcp client = owner.connect();

    JsonNode index = client.request("tools/call", "{'name':'skills'}").path("result");
    JsonNode skill =
        client
            .request("tools/call", "{'name':'skills','arguments':{'name':'execute'}}")
            .path("result");
    JsonNode unknown =
        client
            .request("tools/call", "{'name':'skills','arguments':{'name':'flying'}}")
            .path("result");

    assertThat(index.at("/content/0/text").asText()).contains("- execute:");
    assertThat(skill.at("/content/0/text").asText())
        .contains("tools.search")
        .doesNotContain("resumePayload");
    assertThat(skill.has("structuredContent")).isFalse();
    assertThat(unknown.path("isError").asBoolean()).isTrue();
    assertThat(unknown.at("/content/0/text").asText()).contains("- execute:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tools/flip | {} | -32601",
        "initialized | {} | -32601",
        "tools/call | {} | -32602",
        "tools/call | {'name':7} | -32602",
        "tools/call | {'name':'execute','arguments':[]} | -32602",
        "tools/call | {'name':'unknown'} | -32602",
        "tools/list | {'cursor':'x'} | -32602",
      })
  void aRequestThatMakesNoSenseIsAnError(String method, String params, int code) {
    JsonNode message = owner.connect().request(method, params);

    assertThat(message.at("/error/code").asInt()).isEqualTo(code);
    assertThat(message.path("id").isIntegralNumber()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'code':''}", "{'code':'  '}", "{'code':1}"})
  void codeThatIsNoneIsAResultTheModelReads(String arguments) {
    JsonNode result =
        owner
            .connect()
            .request("tools/call", "{'name':'execute','arguments':%s}".formatted(arguments))
            .path("result");

    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(result.at("/content/0/text").asText()).contains("code must be a non-empty string");
  }

  @Test
  void notificationsAndAnswersAreTaken() {
    Mcp client = owner.connect();

    Mcp.Answer notified = client.post("{'jsonrpc':'2.0','method':'notifications/whatever'}");
    Mcp.Answer answered = client.post("{'jsonrpc':'2.0','id':9,'result':{}}");

    assertThat(notified.status()).isEqualTo(202);
    assertThat(notified.text()).isEmpty();
    assertThat(answered.status()).isEqualTo(202);
  }

  @Test
  void aSessionBeginsOnce() {
    Mcp client = owner.connect();

    Mcp.Answer again = client.initialize("2025-11-25");

    assertThat(again.status()).isEqualTo(400);
    assertThat(again.message().at("/error/code").asInt()).isEqualTo(-32600);
  }

  @Test
  void batchesExistInTheFirstRevisionOnly() {
    String batch =
        "[{'jsonrpc':'2.0','id':1,'method':'ping'},{'jsonrpc':'2.0','method':'x'},{'jsonrpc':'2.0','id':2,'method':'ping'}]";

    Mcp.Answer first = owner.connect("2025-03-26").post(batch);
    Mcp.Answer later = owner.connect("2025-06-18").post(batch);

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.messages().getFirst()).hasSize(2);
    assertThat(later.status()).isEqualTo(400);
    assertThat(later.message().at("/error/code").asInt()).isEqualTo(-32600);
  }

  @Test
  void halfACharacterHarmsNobody() {
    Mcp.Answer opened =
        owner.post(
            "{'jsonrpc':'2.0','id':'\\ud800','method':'initialize','params':{'protocolVersion':'2025-06-18','clientInfo':{'name':'\\udfff'}}}");
    JsonNode result = owner.in(opened.header("mcp-session-id")).execute("return '\\ud83d'");

    assertThat(opened.status()).isEqualTo(200);
    assertThat(opened.text()).contains("\"\\uD800\"");
    assertThat(result.at("/result/structuredContent/result").asText()).isEqualTo("\ud83d");
  }

  @Test
  void anInitializeThatIsTooLargeToKeepIsRefused() {
    Mcp.Answer answer =
        owner.post(
            "{'jsonrpc':'2.0','id':1,'method':'initialize','params':{'protocolVersion':'2025-06-18','x':'%s'}}"
                .formatted("x".repeat(131_072)));

    assertThat(answer.message().at("/error/code").asInt()).isEqualTo(-32602);
    assertThat(answer.header("mcp-session-id")).isEmpty();
  }

  @Test
  void anAccountThatHasAsManySessionsAsItMayIsToldSo() {
    insertSessions(9_999);

    Mcp.Answer last = owner.initialize("2025-11-25");
    Mcp.Answer refused = owner.initialize("2025-11-25");
    Mcp.Answer stream =
        Mcp.at(McpService.endpoint().resolve("/sse"))
            .as(cast.owner().key())
            .standingStream()
            .join();
    Mcp.Answer others = McpService.client().as(cast.member().key()).initialize("2025-11-25");
    Gated.bean(Database.class)
        .run(
            "update mcp_session set last_used_at = now() - interval '25 hours'"
                + " where session_sha256 = sha256(convert_to(?, 'UTF8'))",
            cast.organization().id() + "1");
    Mcp.Answer instead = owner.initialize("2025-11-25");
    Mcp.Answer again = owner.initialize("2025-11-25");

    assertThat(List.of(last, others, instead)).allMatch(answer -> answer.status() == 200);
    assertThat(List.of(refused, stream, again)).allMatch(answer -> answer.status() == 429);
    assertThat(refused.header("retry-after")).isEqualTo("60");
    assertThat(refused.message().at("/error/code").asInt()).isEqualTo(-32000);
    assertThat(refused.message().at("/error/message").asText()).contains("DELETE");
  }

  /** So many sessions of the owner, all used just now. */
  private void insertSessions(int count) {
    Caller caller = cast.owner().caller();
    Gated.bean(Database.class)
        .run(
            """
            insert into mcp_session (session_sha256, tenant_id, account_id, resource,
                                     protocol_version, initialize, created_at, last_used_at)
            select sha256(convert_to(? || n, 'UTF8')), ?, ?, ?, '2025-11-25', '{}', now(), now()
              from generate_series(1, ?) n
            """,
            cast.organization().id().toString(),
            caller.tenant().value(),
            caller.account().value(),
            Resource.DEFAULT.key(),
            count);
  }

  @Test
  void initializeIsNotPartOfABatch() {
    Mcp.Answer answer =
        owner.post(
            "[{'jsonrpc':'2.0','id':1,'method':'initialize','params':{}},{'jsonrpc':'2.0','id':2,'method':'initialize','params':{}}]");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message().at("/error/message").asText())
        .isEqualTo("Invalid Request: Only one initialization request is allowed");
  }

  @Test
  void aRevisionWeDoNotSpeakIsRefusedInTheHeader() {
    Mcp client = owner.connect();
    String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    Mcp.Answer refused =
        client.send(
            client
                .request()
                .header("mcp-protocol-version", "1999-01-01")
                .POST(BodyPublishers.ofString(ping)));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message().at("/error/code").asInt()).isEqualTo(-32000);
    assertThat(refused.text()).contains("Unsupported protocol version");
  }

  @Test
  void aStrangerIsTurnedAwayAndTheSessionGoesOn() {
    Mcp client = owner.connect();
    Mcp stranger = McpService.client().as(Cast.assemble().owner().key()).in(client.sessionId());
    Mcp colleague = McpService.client().as(cast.member().key()).in(client.sessionId());

    for (Mcp other : List.of(stranger, colleague)) {
      Mcp.Answer ping = other.post("{'jsonrpc':'2.0','id':1,'method':'ping'}");
      Mcp.Answer delete = other.delete();

      assertThat(ping.status()).isEqualTo(403);
      assertThat(ping.message().at("/error/code").asInt()).isEqualTo(-32003);
      assertThat(delete.status()).isEqualTo(403);
    }
    assertThat(client.request("ping", "{}").path("result").isObject()).isTrue();
  }

  @Test
  void anEndedSessionIsOver() {
    Mcp client = owner.connect();

    Mcp.Answer ended = client.delete();
    Mcp.Answer after = client.post("{'jsonrpc':'2.0','id':1,'method':'ping'}");

    assertThat(ended.status()).isEqualTo(200);
    assertThat(ended.text()).isEmpty();
    assertThat(after.status()).isEqualTo(404);
    assertThat(after.message().at("/error/code").asInt()).isEqualTo(-32001);
    assertThat(after.message().at("/error/message").asText())
        .isEqualTo("Session timed out, please reconnect");
  }

  @Test
  void requestsWithTheSameIdDoNotMeet() {
    Mcp client = owner.connect();
    List<CompletableFuture<Mcp.Answer>> answers = new ArrayList<>();

    for (int i = 0; i < 8; i++) {
      answers.add(
          client.postLater(
              "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'execute','arguments':{'code':'return %d'}}}"
                  .formatted(i)));
    }

    for (int i = 0; i < 8; i++) {
      JsonNode message = answers.get(i).join().message();
      assertThat(message.at("/result/structuredContent/result").asInt()).isEqualTo(i);
    }
  }

  @Test
  void aCancelledRequestStopsAndIsNotAnswered() {
    Mcp client = owner.connect();
    CompletableFuture<Mcp.Answer> endless =
        client.postLater(
            "{'jsonrpc':'2.0','id':'endless','method':'tools/call','params':{'name':'execute','arguments':{'code':'while (true) {}'}}}");

    Mcp.Answer answer =
        McpService.nudged(
            endless,
            () ->
                client.post(
                    "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':'endless'}}"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.messages()).isEmpty();
  }

  @Test
  void progressIsToldToWhoAsks() {
    Mcp client = owner.connect();

    Mcp.Answer answer =
        client.post(
            "{'jsonrpc':'2.0','id':5,'method':'tools/call','params':{'name':'execute','_meta':{'progressToken':'p'},'arguments':{'code':'await tools.search({query: \\'x\\'}); return 7'}}}"
                .replace("\\'", "`"));

    assertThat(answer.header("content-type")).startsWith("text/event-stream");
    assertThat(answer.messages()).hasSize(2);
    assertThat(answer.messages().getFirst().at("/params/progressToken").asText()).isEqualTo("p");
    assertThat(answer.message().at("/result/structuredContent/result").asInt()).isEqualTo(7);
  }

  @Test
  void aSessionHearsThatToolsHaveChanged() {
    Gated.connect(cast.owner().caller());
    Mcp client = owner.connect();
    try (McpStream standing = client.listening()) {
      // Once the watch stands; what changed before is no news.
      Gated.disconnect(cast.owner().caller());

      JsonNode told = standing.next();

      assertThat(told.path("method").asText()).isEqualTo("notifications/tools/list_changed");
      assertThat(client.request("tools/list", "{}").toString()).doesNotContain("- trial");
    }
  }

  @Test
  void logMessagesAreToldFromTheLevelThatWasSet() {
    Mcp client = owner.connect();
    String code = "'await tools.search({query: `x`}); return 7'";

    JsonNode unknown = client.request("logging/setLevel", "{'level':'loud'}");
    JsonNode set = client.request("logging/setLevel", "{'level':'debug'}");
    Mcp.Answer answer =
        client.post(
            "{'jsonrpc':'2.0','id':5,'method':'tools/call','params':{'name':'execute','arguments':{'code':%s}}}"
                .formatted(code));

    assertThat(unknown.at("/error/code").asInt()).isEqualTo(-32602);
    assertThat(set.path("result").isObject()).isTrue();
    assertThat(answer.messages()).hasSize(2);
    assertThat(answer.messages().getFirst().path("params").toString())
        .isEqualTo("{\"level\":\"debug\",\"logger\":\"execute\",\"data\":\"called search\"}");
    assertThat(answer.message().at("/result/structuredContent/result").asInt()).isEqualTo(7);
  }
}
