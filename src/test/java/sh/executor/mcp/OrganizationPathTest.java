package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.testkit.Cast;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.RawHttp;

/** {@code /<org>/mcp}: the URL says which organisation, the credential whether. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class OrganizationPathTest {

  private final Cast cast = Cast.assemble();
  private final Cast strangers = Cast.assemble();

  @Test
  void anOrganisationGoesByItsSlugAndByItsId() {
    Mcp bySlug = client(cast.organization().slug()).as(cast.owner().key());
    Mcp byId = client(cast.organization().id().toString()).as(cast.owner().key());

    assertThat(bySlug.initialize("2025-11-25").status()).isEqualTo(200);
    assertThat(byId.initialize("2025-11-25").status()).isEqualTo(200);
  }

  @Test
  void aSessionIsTheSameUnderEachNameOfItsOrganisation() {
    Mcp client = client(cast.organization().slug()).as(cast.owner().key()).connect("2025-11-25");

    String plain =
        RawHttp.send(
            """
            POST /mcp HTTP/1.1
            Host: localhost
            Authorization: Bearer %s
            Mcp-Session-Id: %s
            Accept: application/json, text/event-stream
            Content-Type: application/json
            Content-Length: 40

            {"jsonrpc":"2.0","id":1,"method":"ping"}"""
                .formatted(cast.owner().key(), client.sessionId()));

    assertThat(plain).startsWith("HTTP/1.1 200").contains("\"result\":{}");
  }

  @Test
  void aNameOpensNothingForAKeyOfAnotherOrganisation() {
    Mcp.Answer foreign =
        client(cast.organization().slug()).as(strangers.owner().key()).initialize("2025-11-25");
    Mcp.Answer nowhere =
        client("no-such-organisation").as(strangers.owner().key()).initialize("2025-11-25");
    Mcp.Answer malformed = client("org_x").as(strangers.owner().key()).initialize("2025-11-25");

    assertThat(foreign.status()).isEqualTo(403);
    assertThat(foreign.message().path("error").path("code").asInt()).isEqualTo(-32001);
    assertThat(foreign.message().path("error").path("message").asText())
        .isEqualTo("No organization in session — log in via the web app first");
    assertThat(nowhere.text()).isEqualTo(foreign.text());
    assertThat(malformed.text()).isEqualTo(foreign.text());
  }

  @Test
  void whoIsTurnedAwayByTheNameDoesNotEndTheSessionTheyName() {
    Mcp client = McpService.client().as(cast.owner().key()).connect("2025-11-25");

    String refused =
        RawHttp.send(
            "DELETE /%s/mcp HTTP/1.1\nHost: localhost\nAuthorization: Bearer %s\nMcp-Session-Id: %s\n\n"
                .formatted(
                    cast.organization().slug(), strangers.owner().key(), client.sessionId()));

    assertThat(refused).startsWith("HTTP/1.1 403");
    assertThat(client.request("ping", "{}").has("result")).isTrue();
  }

  @Test
  void theChallengeNamesTheDocumentOfWhatWasAskedFor() {
    String slug = cast.organization().slug();

    String whole = RawHttp.send("POST /%s/mcp HTTP/1.1\nHost: localhost\n\n".formatted(slug));
    String part =
        RawHttp.send("GET /%s/mcp/toolkits/mail HTTP/1.1\nHost: localhost\n\n".formatted(slug));

    assertThat(whole)
        .startsWith("HTTP/1.1 401")
        .contains(
            "resource_metadata=\"http://localhost/.well-known/oauth-protected-resource/%s/mcp\""
                .formatted(slug));
    assertThat(part)
        .startsWith("HTTP/1.1 401")
        .contains("oauth-protected-resource/%s/mcp/toolkits/mail\"".formatted(slug));
  }

  @Test
  void aToolkitOfAnOrganisationIsUnknownToItsMembersToo() {
    Mcp.Answer answer =
        Mcp.at(base().resolve("/" + cast.organization().slug() + "/mcp/toolkits/mail"))
            .as(cast.owner().key())
            .initialize("2025-11-25");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.message().path("error").path("message").asText())
        .isEqualTo("Toolkit not found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"settings", "api", "approve", "q", "mcp", "-a", "a--b", "A", ".well-known"})
  void aWordNoOrganisationCanBearIsLeftToOthers(String word) {
    String answer = RawHttp.send("GET /%s/mcp HTTP/1.1\nHost: localhost\n\n".formatted(word));

    assertThat(answer).doesNotContain("jsonrpc").doesNotContain("resource_metadata");
  }

  @Test
  void thisServiceTellsThatItKnowsNoIssuer() {
    String answer =
        RawHttp.send("GET /.well-known/oauth-protected-resource/mcp HTTP/1.1\nHost: localhost\n\n");

    assertThat(answer).startsWith("HTTP/1.1 404").contains("\"error\":\"not_found\"");
  }

  private static Mcp client(String organization) {
    return Mcp.at(base().resolve("/" + organization + "/mcp"));
  }

  private static URI base() {
    return URI.create(ConfigProvider.getConfig().getValue("test.url", String.class));
  }
}
