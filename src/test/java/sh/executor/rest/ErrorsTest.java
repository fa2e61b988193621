package sh.executor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.RawHttp;
import sh.executor.testkit.Rest;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class ErrorsTest {

  private final Cast cast = Cast.assemble();
  private final Rest owner = cast.owner().rest();

  @Test
  void noCredentialIsAChallenge() {
    Rest.Answer answer = Cast.service().get("/account/me");

    answer.expectProblem(401, "AccountUnauthorized");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exk_nonsense", "nonsense", "a.b.c"})
  void aCredentialThatOpensNothingSaysSo(String token) {
    Rest.Answer answer = Cast.service().as(token).get("/account/me");

    JsonNode problem = answer.expectProblem(401, "AccountUnauthorized");
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer error=\"invalid_token\"");
    assertThat(problem.path("detail").asText()).doesNotContain(token);
  }

  @Test
  void anAgentsKeyIsToldWhereItBelongs() {
    JsonNode problem = cast.agent().get("/account/me").expectProblem(403, "AgentKeyForbidden");

    assertThat(problem.path("detail").asText()).contains("/mcp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/nope", "/account", "/account/me/more", "/api/tools"})
  void anUnknownRouteIsAProblem(String path) {
    owner.get(path).expectProblem(404, "RouteNotFound");
  }

  @Test
  void aMethodThatIsNotThereIsToldWhichAre() {
    Rest.Answer answer = owner.send("PUT", "/account/api-keys", "{}");

    answer.expectProblem(405, "MethodNotAllowed");
    assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
  }

  @Test
  void whoAcceptsNoJsonIsTold() {
    owner
        .send(owner.request("/account/me").header("Accept", "text/html").GET())
        .expectProblem(406, "NotAcceptable");
  }

  @Test
  void aBodyOfAnotherTypeIsRefused() {
    owner
        .send(
            owner
                .request("/account/api-keys")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{\"name\":\"x\"}")))
        .expectProblem(415, "UnsupportedMediaType");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "{'name':1}", "{'name':null}", "{}", "{'name':'a','kind':'root'}"})
  void aBodyThatIsNotTheRecordIsInvalid(String body) {
    owner.post("/account/api-keys", body).expectProblem(400, "HttpApiDecodeError");
  }

  @Test
  void whatIsUnknownInABodyIsIgnored() {
    owner.post("/account/api-keys", "{'name':'a','later':{'x':1}}").expect(200);
  }

  @Test
  void aBodyOfUnknownLengthStopsAtTheLimit() {
    byte[] large = new byte[BodyLimits.ORDINARY_BYTES_MAX + 1];
    Arrays.fill(large, (byte) ' ');

    Rest.Answer answer =
        owner.send(
            owner
                .request("/account/api-keys")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))));

    assertThat(answer.expectProblem(413, "RequestTooLarge").path("bytesMax").asInt())
        .isEqualTo(BodyLimits.ORDINARY_BYTES_MAX);
  }

  @Test
  void aBodyThatAnnouncesTooMuchIsRefusedUnread() {
    String answer =
        RawHttp.send(
            """
            POST /api/openapi/specs HTTP/1.1
            Host: localhost
            Authorization: Bearer %s
            Content-Type: application/json
            Content-Length: 99999999999

            {"""
                .formatted(cast.owner().key()));

    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("\"_tag\":\"RequestTooLarge\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"/account/api-keys| {'name':'a'}| 200", "/account/api-keys| {'name':1}| 400"})
  void aConnectionIsKeptWhoseRequestWasRead(String path, String body, int status) {
    Rest.Answer answer = owner.post(path, body);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Connection")).isEmpty();
  }

  @Test
  void aBodyThatDoesNotComeIsNotWaitedForLong() {
    String answer =
        RawHttp.send(
            """
            POST /api/account/api-keys HTTP/1.1
            Host: localhost
            Authorization: Bearer %s
            Content-Type: application/json
            Content-Length: 20

            {"""
                .formatted(cast.owner().key()));

    assertThat(answer).startsWith("HTTP/1.1 408 ").contains("\"_tag\":\"RequestTooSlow\"");
  }

  @Test
  void aNameWithANulIsNoName() {
    owner.get("/integrations/a%00").expectProblem(400, "BadRequest");
    owner.get("/integrations?query=%00").expectProblem(400, "BadRequest");
  }

  @Test
  void aForeignHostIsRefusedWhateverItAsksFor() {
    for (String path : new String[] {"/api/account/me", "/api/openapi.json", "/api/nope"}) {
      String answer =
          RawHttp.send(
              """
              GET %s HTTP/1.1
              Host: evil.example
              Authorization: Bearer %s

              """
                  .formatted(path, cast.owner().key()));

      assertThat(answer).startsWith("HTTP/1.1 403 ").contains("\"_tag\":\"OriginForbidden\"");
    }
  }

  @Test
  void aPageOfAnotherSiteIsRefusedAndOurOwnIsNot() {
    owner
        .send(owner.request("/account/me").header("Origin", "https://evil.example").GET())
        .expectProblem(403, "OriginForbidden");
    Rest.Answer own =
        owner.send(owner.request("/account/me").header("Origin", "http://localhost:4788").GET());

    own.expect(200);
    assertThat(own.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=10001",
        "limit=x",
        "offset=-1",
        "offset=1.5",
        "owner=team",
        "includeBlocked=yes"
      })
  void aQueryParameterThatIsWrongIsNamed(String query) {
    JsonNode problem = owner.get("/tools?" + query).expectProblem(400, "HttpApiDecodeError");

    assertThat(problem.path("parameter").asText()).isEqualTo(query.split("=", -1)[0]);
  }
}
