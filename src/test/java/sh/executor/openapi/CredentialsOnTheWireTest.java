package sh.executor.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sh.executor.catalog.model.Operation;
import sh.executor.catalog.model.ToolError;
import sh.executor.catalog.model.ToolResult;
import sh.executor.openapi.document.Json;
import sh.executor.testkit.Upstream;
import sh.executor.testkit.Upstream.Reply;

class CredentialsOnTheWireTest {

  private static final String API =
      """
      {"openapi":"3.0.3","servers":[{"url":"${url}"},{"url":"http://{host}/v1","variables":
      {"host":{"default":"api.invalid"}}}],"security":[%s],"components":{"securitySchemes":{
        "bearer":{"type":"http","scheme":"bearer"},"basic":{"type":"http","scheme":"basic"},
        "head":{"type":"apiKey","in":"header","name":"X-Key"},
        "query":{"type":"apiKey","in":"query","name":"key"},
        "cookie":{"type":"apiKey","in":"cookie","name":"sid"}}},
      "paths":{"/x":{"get":{"tags":["x"],"operationId":"it","parameters":[
        {"name":"key","in":"query","required":true},{"name":"X-KEY","in":"header"},
        {"name":"sid","in":"cookie"},{"name":"q","in":"query"}]}}}}
      """;

  private final Upstream upstream = Upstream.answering(_ -> Reply.json(200, "{}"));

  @AfterEach
  void stop() {
    upstream.close();
  }

  private Api api(String security) {
    return Api.of(API.formatted(security), upstream.url());
  }

  private Upstream.Call sent(String security, String arguments, Map<String, String> values) {
    Api.ok(api(security).call("x.it", arguments, "apikey-1", values));
    return upstream.ledger().getLast();
  }

  @Test
  void aBearerTokenIsSentWithoutTheBlanksItWasPastedWith() {
    Upstream.Call call = sent("{\"bearer\":[]}", "{}", Map.of("token", " abc\n"));

    assertThat(call.header("authorization")).contains("Bearer abc");
  }

  @Test
  void basicIsEncoded() {
    Upstream.Call call =
        sent("{\"basic\":[]}", "{}", Map.of("username", "Aladdin", "password", "open sesame"));

    assertThat(call.header("authorization")).contains("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  }

  @Test
  void noArgumentOverridesTheCredential() {
    Upstream.Call call =
        sent(
            "{\"query\":[],\"cookie\":[],\"head\":[]}",
            "{\"key\":\"mine\",\"X-KEY\":\"mine\",\"sid\":\"mine\",\"q\":\"a&key=mine\"}",
            Map.of("query", "Q&1", "cookie", "C", "head", "H"));

    assertThat(call.uri()).hasToString("/x?q=a%26key%3Dmine&key=Q%261");
    assertThat(call.header("x-key")).contains("H");
    assertThat(call.header("cookie")).contains("sid=C");
  }

  @Test
  void aParameterThatACredentialFillsNeedNotBeGiven() {
    Operation operation = api("{\"query\":[]}").operation("x.it");

    assertThat(Api.json(String.valueOf(operation.inputSchema())).has("required")).isFalse();
  }

  @Test
  void aMissingValueFailsTheCall() {
    ToolError error = Api.error(api("{\"bearer\":[]}").call("x.it", "{}", "apikey-1", Map.of()));

    assertThat(error.code()).isEqualTo("connection_value_missing");
    assertThat(error.message()).contains("`token`");
    assertThat(
            Api.json(String.valueOf(error.details())).at("/recovery/createConnectionTool").asText())
        .isEqualTo("executor.coreTools.connections.createHandoff");
    assertThat(upstream.ledger()).isEmpty();
  }

  @Test
  void aMethodThatIsGoneFailsTheCall() {
    Api api = api("{\"bearer\":[]}");
    ObjectNode config = api.reading().config().deepCopy();
    config.putArray("authenticationTemplate");

    ToolResult result = api.call(config, "x.it", "{}", "apikey-1", Map.of("token", "abc"));

    assertThat(Api.error(result).code()).isEqualTo("connection_rejected");
    assertThat(Api.error(result).message()).contains("`apikey-1`", "no longer has");
    assertThat(upstream.ledger()).isEmpty();
  }

  @Test
  void aLineBreakInsideAValueIsNotSent() {
    ToolError error =
        Api.error(
            api("{\"head\":[]}").call("x.it", "{}", "apikey-1", Map.of("token", "a\r\nX-B: c")));

    assertThat(error.code()).isEqualTo("connection_rejected");
    assertThat(error.message()).doesNotContain("X-B");
    assertThat(upstream.ledger()).isEmpty();
  }

  @Test
  void aCredentialGoesToNoHostThatTheCallerNames() {
    String arguments =
        "{\"server\":{\"url\":\"http://{host}/v1\",\"variables\":{\"host\":\"%s\"}}}"
            .formatted(upstream.url().substring("http://".length()));

    ToolError error =
        Api.error(api("{\"head\":[]}").call("x.it", arguments, "apikey-1", Map.of("token", "t")));

    assertThat(error.message()).contains("may not choose its host");
    assertThat(upstream.ledger()).isEmpty();
  }

  @Test
  void withoutACredentialTheCallerMayNameTheHost() {
    String arguments =
        "{\"server\":{\"url\":\"http://{host}/v1\",\"variables\":{\"host\":\"%s\"}},\"key\":\"k\"}"
            .formatted(upstream.url().substring("http://".length()));

    Api.ok(api("{\"head\":[]}").call("x.it", arguments));

    assertThat(upstream.ledger().getFirst().uri()).hasToString("/v1/x?key=k");
  }

  @Test
  void theSettingsHeadersGoAlongAndTheBaseUrlWins() {
    ObjectNode options = Json.object().put("baseUrl", upstream.url() + "/base/");
    options.putObject("headers").put("User-Agent", "mine").put("X-Fixed", "1");
    options.putObject("queryParams").put("version", "2");
    Api api =
        Api.of(
            API.formatted("{\"head\":[]}").replace("${url}", "https://other.invalid"), "", options);

    Api.ok(api.call("x.it", "{\"q\":\"a\",\"key\":\"k\"}", "apikey-1", Map.of("token", "t")));

    Upstream.Call call = upstream.ledger().getFirst();
    assertThat(call.uri()).hasToString("/base/x?version=2&q=a&key=k");
    assertThat(call.header("user-agent")).contains("mine");
    assertThat(call.header("x-fixed")).contains("1");
    assertThat(
            Api.json(String.valueOf(api.operation("x.it").inputSchema()))
                .at("/properties/server")
                .isMissingNode())
        .isTrue();
  }
}
