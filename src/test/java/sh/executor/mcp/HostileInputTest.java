package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.RawHttp;

/**
 * What a client that is broken, old or up to no good may send, and what it is told: a status, a
 * JSON-RPC code and words, always as JSON and always readable by a page.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class HostileInputTest {

  private static final String ACCEPT = "Accept: application/json, text/event-stream";
  private static final String JSON = "Content-Type: application/json";
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

  private final Cast cast = Cast.assemble();
  private final String key = "Authorization: Bearer " + cast.owner().key();

  /** Request line; headers parted by semicolons, a K for the credential's; body; what is told. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "PUT    | K; A; J |             | 405 | -32001 | Method not allowed",
        "PATCH  |         |             | 405 | -32001 | Method not allowed",
        "POST   | A; J    | {}          | 401 | -32001 | Unauthorized",
        "GET    |         |             | 401 | -32001 | Unauthorized",
        "DELETE |         |             | 401 | -32001 | Unauthorized",
        "POST   | Authorization: Basic eDp5; A; J | {} | 401 | -32001 | Unauthorized",
        "POST   | Authorization: Bearer nonsense; A; J | {} | 401 | -32001 | Unauthorized",
        "POST   | Authorization: Bearer a.b.c; A; J | {} | 401 | -32001 | Unauthorized",
        "POST   | K; A; J; Origin: https://evil.example | {} | 403 | -32000 | Forbidden:",
        "POST   | K; A; J; Origin: null | {} | 403 | -32000 | Forbidden:",
        "POST   | K; J    | {}          | 406 | -32000 | Not Acceptable: Client must accept both",
        "POST   | K; J; Accept: application/json | {} | 406 | -32000 | Not Acceptable",
        "POST   | K; J; Accept: text/event-stream | {} | 406 | -32000 | Not Acceptable",
        "POST   | K; A    | {}          | 415 | -32000 | Unsupported Media Type: Content-Type",
        "POST   | K; A; Content-Type: text/plain | {} | 415 | -32000 | Unsupported Media Type",
        "POST   | K; A; J |             | 400 | -32700 | Parse error: Invalid JSON",
        "POST   | K; A; J | {           | 400 | -32700 | Parse error: Invalid JSON",
        "POST   | K; A; J | {}          | 400 | -32700 | Parse error: Invalid JSON-RPC message",
        "POST   | K; A; J | []          | 400 | -32700 | Parse error: Invalid JSON-RPC message",
        "POST   | K; A; J | PING        | 400 | -32000 | Bad Request: Mcp-Session-Id header is",
        "POST   | K; A; J | [PING]      | 400 | -32000 | Bad Request: Mcp-Session-Id header is",
        "POST   | K; A; J; Mcp-Session-Id: x | PING | 404 | -32001 | Session not found",
        "POST   | K; A; J; Mcp-Session-Id: ZERO | PING | 404 | -32001 | Session not found",
        "GET    | K; A    |             | 400 | -32000 | Bad Request: Mcp-Session-Id header is",
        "GET    | K; A; Mcp-Session-Id: ZERO | | 404 | -32001 | Session not found",
        "DELETE | K; Mcp-Session-Id: ZERO | | 404 | -32001 | Session not found",
      })
  void isToldWhatIsWrong(
      String method, String headers, String body, int status, int code, String message) {
    Told told = send(method, headers == null ? "" : headers, body == null ? "" : body);

    assertThat(told.status()).isEqualTo(status);
    assertThat(told.error().path("code").asInt()).isEqualTo(code);
    assertThat(told.error().path("message").asText()).startsWith(message);
    assertThat(told.id().isNull()).isTrue();
    assertThat(told.head())
        .contains("content-type: application/json")
        .contains("access-control-allow-origin: *");
  }

  @ParameterizedTest
  @CsvSource({"evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80"})
  void aForeignNameInHostIsRefused(String host) {
    Told told =
        told(
            RawHttp.send(
                "POST /mcp HTTP/1.1\nHost: %s\n%s\n%s\n%s\nContent-Length: 2\n\n{}"
                    .formatted(host, key, ACCEPT, JSON)));

    assertThat(told.status()).isEqualTo(403);
    assertThat(told.error().path("code").asInt()).isEqualTo(-32000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4194305", "1073741824"})
  void aBodyThatSaysItIsTooLargeIsNotRead(String bytes) {
    Told told =
        told(
            RawHttp.send(
                "POST /mcp HTTP/1.1\nHost: localhost\n%s\n%s\n%s\nContent-Length: %s\n\n{"
                    .formatted(key, ACCEPT, JSON, bytes)));

    assertThat(told.status()).isEqualTo(413);
    assertThat(told.error().path("message").asText())
        .isEqualTo("Request body too large. Maximum size is 4194304 bytes");
  }

  @Test
  void aBodyThatGrowsTooLargeIsCutOff() {
    String chunk = "100000\n" + " ".repeat(0x100000) + "\n";

    Told told =
        told(
            RawHttp.send(
                "POST /mcp HTTP/1.1\nHost: localhost\n%s\n%s\n%s\nTransfer-Encoding: chunked\n\n"
                        .formatted(key, ACCEPT, JSON)
                    + chunk.repeat(4)
                    + "1\n \n"));

    assertThat(told.status()).isEqualTo(413);
  }

  @Test
  void aBodyThatDoesNotComeIsNotWaitedForLong() {
    Told told =
        told(
            RawHttp.send(
                "POST /mcp HTTP/1.1\nHost: localhost\n%s\n%s\n%s\nContent-Length: 20\n\n{"
                    .formatted(key, ACCEPT, JSON)));

    assertThat(told.status()).isEqualTo(408);
  }

  /** What could make two ends of a connection disagree on where a request ends. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 2\nContent-Length: 40\n\n{}",
        "Content-Length: 2, 40\n\n{}",
        "Content-Length: -2\n\n{}",
        "Content-Length: +2\n\n{}",
        "Content-Length: 0x2\n\n{}",
        "Content-Length: 2 2\n\n{}",
        "Content-Length: 99999999999999999999\n\n{}",
        "Content-Length: 2\nTransfer-Encoding: chunked\n\n0\n\n",
        "Transfer-Encoding: chunked, identity\n\n0\n\n",
        "Transfer-Encoding : chunked\n\n0\n\n",
        "X-Folded: one\n two\nContent-Length: 2\n\n{}",
        "X-Nul: a\0b\nContent-Length: 2\n\n{}",
        "X Space: a\nContent-Length: 2\n\n{}",
        ": nameless\nContent-Length: 2\n\n{}",
      })
  void framingThatCanBeReadTwoWaysIsRefused(String rest) {
    String smuggled = "GET /smuggled HTTP/1.1\nHost: localhost\n\n";

    String answer =
        RawHttp.send(
            "POST /mcp HTTP/1.1\nHost: localhost\n%s\n%s\n%s\n%s%s"
                .formatted(key, ACCEPT, JSON, rest, smuggled));

    assertThat(answer).startsWith("HTTP/1.1 4");
    assertThat(answer.split("HTTP/1\\.1 ", -1)).as(answer).hasSize(2);
  }

  @Test
  void aBrokenChunkEndsTheConnection() {
    String answer =
        RawHttp.send(
            "POST /mcp HTTP/1.1\nHost: localhost\n%s\n%s\n%s\nTransfer-Encoding: chunked\n\nZZ\n{}\n0\n\n"
                .formatted(key, ACCEPT, JSON));

    assertThat(answer).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/mcp%00, 404",
    "/mcp/toolkits/%00, 404",
    "/mcp/toolkits/a%0d%0ab, 404",
    "/mcp?elicitation_mode=%00, 400",
    "/mcp?elicitation_mode=%zz, 400",
    "/mcp?%, 400",
    "/sse/message?sessionId=%zz, 400",
    "/%2e%2e/mcp, 400",
    "/mcp/../mcp, 400",
  })
  void aPathWithTricksOpensNothing(String path, int status) {
    String answer =
        RawHttp.send(
            "POST %s HTTP/1.1\nHost: localhost\n%s\n%s\n%s\nContent-Length: 2\n\n{}"
                .formatted(path, key, ACCEPT, JSON));

    assertThat(answer).startsWith("HTTP/1.1 " + status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "../../etc/passwd", "%00", "' or 1=1 --", "ZERO, ZERO"})
  void aForgedSessionIsUnknown(String id) {
    Told told = send("POST", "K; A; J; Mcp-Session-Id: " + id, "PING");

    assertThat(told.status()).isEqualTo(404);
    assertThat(told.error().path("code").asInt()).isEqualTo(-32001);
  }

  @Test
  void deepNestingIsNoJson() {
    Told told = send("POST", "K; A; J", "[".repeat(100_000));

    assertThat(told.status()).isEqualTo(400);
    assertThat(told.error().path("message").asText()).isEqualTo("Parse error: Invalid JSON");
  }

  @Test
  void whoIsNotLetInLearnsWhereToSignIn() {
    String missing = RawHttp.send("GET /mcp HTTP/1.1\nHost: localhost:4788\n\n");
    String wrong = RawHttp.send("GET /mcp HTTP/1.1\nHost: localhost\nAuthorization: Bearer no\n\n");

    assertThat(missing)
        .containsIgnoringCase(
            "www-authenticate: Bearer resource_metadata=\"http://localhost:4788/.well-known/oauth-protected-resource/mcp\"");
    assertThat(wrong)
        .containsIgnoringCase(
            "www-authenticate: Bearer error=\"invalid_token\", error_description=\"")
        .containsIgnoringCase("access-control-expose-headers: mcp-session-id, WWW-Authenticate");
  }

  @ParameterizedTest
  @CsvSource({"GET, mail", "DELETE, mail", "POST, mail", "POST, ..%2f..%2fmcp", "POST, default"})
  void aToolkitThatNobodyMadeOpensNothing(String method, String slug) {
    String head = "%s /mcp/toolkits/%s HTTP/1.1\nHost: localhost\n".formatted(method, slug);
    String initialize =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
            + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"a\",\"version\":\"1\"}}}";

    Told owner =
        told(
            RawHttp.send(
                "%s%s\n%s\n%s\nContent-Length: %d\n\n%s"
                    .formatted(head, key, ACCEPT, JSON, initialize.length(), initialize)));
    String stranger = RawHttp.send(head + "\n");

    assertThat(owner.status()).isEqualTo(404);
    assertThat(owner.error().path("code").asInt()).isEqualTo(-32001);
    assertThat(owner.error().path("message").asText()).isEqualTo("Toolkit not found");
    assertThat(owner.head()).doesNotContain("mcp-session-id:");
    assertThat(stranger)
        .startsWith("HTTP/1.1 401")
        .containsIgnoringCase("/.well-known/oauth-protected-resource/mcp/toolkits/" + slug + '"');
  }

  @Test
  void aPreflightIsAnsweredBeforeAnybodyAsksWho() {
    String answer =
        RawHttp.send(
            "OPTIONS /mcp HTTP/1.1\nHost: localhost\nOrigin: http://localhost:6274\nAccess-Control-Request-Method: POST\n\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 204")
        .containsIgnoringCase("access-control-allow-origin: *")
        .containsIgnoringCase("access-control-allow-methods: GET, POST, DELETE, OPTIONS");
  }

  /** What has no body leaves nothing behind on its connection. */
  @ParameterizedTest
  @CsvSource({"OPTIONS, 204", "PUT, 405"})
  void whatIsAnsweredAtOnceKeepsItsConnection(String method, int status) {
    String request = method + " /mcp HTTP/1.1\nHost: localhost\n";

    String answers = RawHttp.sendAll(request + "\n" + request + "Connection: close\n\n");

    assertThat(answers.split("HTTP/1\\.1 " + status, -1)).as(answers).hasSize(3);
    assertThat(answers.toLowerCase(Locale.ROOT).split("connection: close", -1)).hasSize(2);
  }

  @Test
  void deletingNoSessionIsFine() {
    String answer = RawHttp.send("DELETE /mcp HTTP/1.1\nHost: localhost\n" + key + "\n\n");

    assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("content-length: 0");
  }

  private Told send(String method, String headers, String body) {
    String sent = body.replace("PING", PING);
    String lines =
        headers
            .replaceAll("\\bK\\b", key)
            .replaceAll("(^|; )A(;|$)", "$1" + ACCEPT + "$2")
            .replaceAll("(^|; )J(;|$)", "$1" + JSON + "$2")
            .replace("ZERO", "0".repeat(64))
            .replace("; ", "\n");
    String head =
        "%s /mcp HTTP/1.1\nHost: localhost\n%s"
            .formatted(method, lines.isEmpty() ? "" : lines + "\n");
    String length = method.equals("POST") ? "Content-Length: " + sent.length() + "\n" : "";
    return told(RawHttp.send(head + length + "\n" + sent));
  }

  private static Told told(String answer) {
    int bodyStart = answer.indexOf("\r\n\r\n");
    assertThat(bodyStart).as(answer).isPositive();
    int status = Integer.parseInt(answer.substring(9, 12));
    String head = answer.substring(0, bodyStart).toLowerCase(Locale.ROOT);
    try {
      return new Told(status, head, new ObjectMapper().readTree(answer.substring(bodyStart)));
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + answer, e);
    }
  }

  private record Told(int status, String head, JsonNode body) {

    JsonNode error() {
      return body.path("error");
    }

    JsonNode id() {
      return body.path("id");
    }
  }
}
