package sh.executor.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.catalog.model.ToolError;
import sh.executor.catalog.model.ToolResult;
import sh.executor.catalog.model.ToolResult.Data;
import sh.executor.testkit.Upstream;
import sh.executor.testkit.Upstream.Reply;

class ResponsesFromTheWireTest {

  private static final String TOKEN = "tok_0123456789";

  private final Upstream upstream = Upstream.answering(_ -> Reply.empty(200));

  @AfterEach
  void stop() {
    upstream.close();
  }

  private ToolResult call(String responses, Reply reply) {
    upstream.answer(_ -> reply);
    return api("get", responses).call("x.it", "{}", "apikey-1", Map.of("token", TOKEN));
  }

  private Api api(String method, String responses) {
    return Api.of(
        """
        {"openapi":"3.0.3","servers":[{"url":"${url}"}],"paths":{"/x":{"%s":{"tags":["x"],
        "operationId":"it","responses":{"200":{"content":%s}}}}}}
        """
            .formatted(method, responses),
        upstream.url());
  }

  private static Reply reply(int status, String type, String body) {
    return Reply.of(status, type, body.getBytes(StandardCharsets.UTF_8));
  }

  private static Reply withHeader(Reply reply, String name, String value) {
    Map<String, String> headers = new LinkedHashMap<>(reply.headers());
    headers.put(name, value);
    return new Reply(reply.status(), headers, reply.body());
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, Unparsed",
    "application/vnd.github+json; charset=utf-8, Unparsed",
    "text/plain, Text",
    "application/xml, Text",
    "text/html, Text",
  })
  void aBodyIsTakenByItsType(String type, String expected) {
    ToolResult result = call("{}", reply(200, type, "[1]"));

    assertThat(Api.ok(result).data().getClass().getSimpleName()).isEqualTo(expected);
    assertThat(Api.data(result)).isEqualTo("[1]");
  }

  @Test
  void nothingIsNull() {
    assertThat(Api.data(call("{}", Reply.empty(204)))).isEqualTo("null");
    assertThat(Api.data(call("{}", Reply.empty(200)))).isEqualTo("null");
  }

  @Test
  void bytesAreAFile() {
    byte[] png = "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);
    Reply reply =
        withHeader(
            Reply.of(200, "application/octet-stream", png),
            "Content-Disposition",
            "attachment; filename*=UTF-8''a%20b.png");

    assertThat(Api.data(call("{\"application/octet-stream\":{}}", reply)))
        .isEqualTo(
            "{\"_tag\":\"ToolFile\",\"name\":\"a b.png\",\"mimeType\":\"image/png\",\"encoding\":\"base64\","
                + "\"data\":\"iVBORw0KGgo=\",\"byteLength\":8}");
  }

  @Test
  void aFileInsideAnObjectIsAFile() {
    String schema =
        """
        {"application/json":{"schema":{"type":"object","properties":{"size":{"type":"integer"},
        "data":{"type":"string","format":"byte","description":"base64url encoded"}}}}}
        """;

    String data =
        Api.data(call(schema, reply(200, "application/json", "{\"data\":\"_-8\",\"size\":2}")));

    assertThat(Api.json(data).get("data").asText()).isEqualTo("/+8=");
    assertThat(Api.json(data).get("byteLength").intValue()).isEqualTo(2);
  }

  @Test
  void linesBecomeAnArray() {
    ToolResult result = call("{}", reply(200, "application/x-ndjson", "{\"a\":1}\n\nnot json\n2"));

    assertThat(Api.data(result)).isEqualTo("[{\"a\":1},\"not json\",2]");
    assertThat(headers(result)).containsEntry("x-executor-stream", "complete");
  }

  @Test
  void aStreamIsCutAtItsLimitAndSaysSo() {
    String line = "{\"a\":\"" + "x".repeat(1_000) + "\"}\n";
    ToolResult result = call("{}", reply(200, "application/x-ndjson", line.repeat(1_100)));

    assertThat(headers(result))
        .containsEntry("x-executor-stream", "truncated")
        .containsEntry("x-executor-stream-bytes", "1000000");
    assertThat(Api.json(Api.data(result)).size()).isEqualTo(1_000_000 / line.length());
  }

  @Test
  void eventsStayText() {
    ToolResult result = call("{}", reply(200, "text/event-stream", "data: {}\n\n"));

    assertThat(Api.ok(result).data()).isEqualTo(new Data.Text("data: {}\n\n"));
    assertThat(headers(result)).containsKey("x-executor-stream-duration-ms");
  }

  @Test
  void headersThatCarryCredentialsAreHidden() {
    Reply reply = reply(200, "application/json", "{}");
    reply = withHeader(reply, "Set-Cookie", "sid=1");
    reply = withHeader(reply, "X-Auth-Token", "1");
    reply = withHeader(reply, "X-Echo", "Bearer " + TOKEN);
    reply = withHeader(reply, "Link", "<next>; rel=\"next\"");

    assertThat(headers(call("{}", reply)))
        .containsKeys("link", "content-type")
        .doesNotContainKeys("set-cookie", "x-auth-token", "x-echo");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "500 | {\"error\":\"bad thing\"} | bad thing | false",
        "400 | {\"error\":{\"message\":\"no such\"}} | no such | false",
        "400 | {\"error\":\"invalid_grant\",\"error_description\":\"old\"} | invalid_grant: old | false",
        "422 | {\"message\":\"Validation Failed\",\"errors\":[{\"message\":\"x\"}]} | Validation Failed | false",
        "409 | {\"errorMessage\":\"conflict\"} | conflict | false",
        "400 | {\"errors\":[{\"detail\":\"first\"}]} | first | false",
        "400 | {\"title\":\"t\",\"detail\":\"d\"} | d | false",
        "400 | {\"x\":1} | {\"x\":1} | false",
        "404 | Not here | Not here | false",
        "429 | {\"message\":\"slow down\"} | slow down | true",
        "503 | down | down | true",
      })
  void anErrorSaysWhatTheApiSays(int status, String body, String expected, boolean retryable) {
    ToolError error = Api.error(call("{}", reply(status, "application/json", body)));

    assertThat(error.code()).isEqualTo("upstream_http_error");
    assertThat(error.status()).isEqualTo(status);
    assertThat(error.message()).isEqualTo(expected);
    assertThat(error.retryable()).isEqualTo(retryable);
  }

  @Test
  void anErrorIsBounded() {
    String body = "{\"message\":\"" + "m".repeat(100_000) + "\"}";

    ToolError error = Api.error(call("{}", reply(500, "application/json", body)));

    assertThat(error.message().length()).isLessThan(1_100);
    assertThat(String.valueOf(error.details()).length()).isLessThan(1_100);
  }

  @Test
  void aRefusedCredentialIsNamedAndTheTokenIsNot() {
    ToolError error =
        Api.error(
            call("{}", reply(401, "application/json", "{\"message\":\"Bad " + TOKEN + "\"}")));

    assertThat(error.code()).isEqualTo("connection_rejected");
    assertThat(error.retryable()).isFalse();
    assertThat(error.message()).contains("Bad ***").doesNotContain(TOKEN);
    JsonNode details = Api.json(String.valueOf(error.details()));
    assertThat(details.path("category").asText()).isEqualTo("authentication");
    assertThat(details.path("integration").asText()).isEqualTo("thing");
    assertThat(details.path("credential").asText()).isEqualTo("apikey-1");
    assertThat(details.toString()).doesNotContain(TOKEN);
  }

  @Test
  void aMissingPermissionIsToldFromARefusedCredential() {
    Reply challenge =
        withHeader(
            reply(403, "text/plain", ""),
            "WWW-Authenticate",
            "Bearer error=\"insufficient_scope\", scope=\"repo admin\"");
    Reply google =
        reply(
            403,
            "application/json",
            "{\"error\":{\"details\":[{\"reason\":\"ACCESS_TOKEN_SCOPE_INSUFFICIENT\"}]}}");

    ToolError error = Api.error(call("{}", challenge));

    assertThat(error.code()).isEqualTo("oauth_scope_insufficient");
    assertThat(error.message()).contains("repo or admin");
    assertThat(String.valueOf(error.details()))
        .contains("scopeInstructions")
        .doesNotContain("startOAuthTool");
    assertThat(Api.error(call("{}", google)).code()).isEqualTo("oauth_scope_insufficient");
    assertThat(Api.error(call("{}", reply(403, "text/plain", "no"))).code())
        .isEqualTo("connection_rejected");
  }

  @Test
  void aLimitIsNoProblemOfTheCredential() {
    Reply limited =
        withHeader(
            reply(403, "application/json", "{\"message\":\"API rate limit exceeded\"}"),
            "X-RateLimit-Remaining",
            "0");

    ToolError error = Api.error(call("{}", limited));

    assertThat(error.code()).isEqualTo("upstream_http_error");
    assertThat(error.retryable()).isTrue();
  }

  @Test
  void aServerThatIsNotThereIsNoProblemOfTheCredential() {
    Api api = api("get", "{}");
    upstream.close();

    ToolError error = Api.error(api.call("x.it", "{}"));

    assertThat(error.code()).isEqualTo("upstream_unreachable");
    assertThat(error.message()).contains("could not be reached", "connection refused");
    assertThat(error.retryable()).isTrue();
  }

  @Test
  void aWriteWhoseConnectionBreaksIsInDoubt() {
    upstream.answer(
        _ -> {
          throw new IOException("drop");
        });

    ToolError read = Api.error(api("get", "{}").call("x.it", "{}"));
    ToolError write = Api.error(api("post", "{}").call("x.it", "{}"));

    assertThat(read.code()).isEqualTo("upstream_connection_broken");
    assertThat(read.retryable()).isTrue();
    assertThat(write.retryable()).isNull();
    assertThat(write.message()).contains("may have taken effect");
  }

  private static Map<String, String> headers(ToolResult result) {
    ToolResult.Http http = Api.ok(result).http();
    return http == null ? Map.of() : http.headers();
  }
}
