package sh.executor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.Rest;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class AccountApiTest {

  private final Cast cast = Cast.assemble();

  @Test
  void aPersonSeesWhoTheyAre() {
    JsonNode me = cast.member().rest().get("/account/me").expect(200);

    assertThat(me.at("/user/id").asText()).isEqualTo(cast.member().caller().account().toString());
    assertThat(me.at("/user/email").asText()).endsWith("@example.com");
    assertThat(me.at("/user").has("avatarUrl")).isTrue();
    assertThat(me.at("/organization/id").asText()).isEqualTo(cast.organization().id().toString());
    assertThat(me.at("/organization/slug").asText()).isEqualTo(cast.organization().slug());
    assertThat(me.at("/organization/name").asText()).isEqualTo(cast.organization().name());
  }

  @Test
  void aKeyShowsItsValueOnceAndOpensTheDoorUntilItIsRevoked() {
    Rest owner = cast.owner().rest();

    JsonNode made = owner.post("/account/api-keys", "{'name':' laptop '}").expect(200);
    String value = made.path("value").asText();
    Rest withNewKey = Cast.service().as(value);
    withNewKey.get("/account/me").expect(200);
    JsonNode listed = owner.get("/account/api-keys").expect(200).path("apiKeys").get(0);
    owner.delete("/account/api-keys/" + made.path("id").asText()).expect(200);

    assertThat(made.path("name").asText()).isEqualTo("laptop");
    assertThat(made.path("kind").asText()).isEqualTo("person");
    assertThat(made.path("id").asText()).startsWith("key_");
    assertThat(listed.path("id")).isEqualTo(made.path("id"));
    assertThat(listed.has("value")).isFalse();
    assertThat(value).startsWith(listed.path("obfuscatedValue").asText().replace("…", ""));
    assertThat(listed.path("lastUsedAt").asLong()).isPositive();
    withNewKey.get("/account/me").expectProblem(401, "AccountUnauthorized");
  }

  @Test
  void aKeyForAnAgentOpensNoRestRoute() {
    JsonNode made =
        cast.owner().rest().post("/account/api-keys", "{'name':'a','kind':'agent'}").expect(200);

    Rest agent = Cast.service().as(made.path("value").asText());

    assertThat(made.path("kind").asText()).isEqualTo("agent");
    agent.get("/account/me").expectProblem(403, "AgentKeyForbidden");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
      })
  void aKeyNeedsAName(String name) {
    cast.owner()
        .rest()
        .post("/account/api-keys", "{'name':'" + name + "'}")
        .expectProblem(400, "AccountInvalid");
  }

  @Test
  void nobodySeesOrRevokesTheKeysOfAnother() {
    JsonNode made = cast.member().rest().post("/account/api-keys", "{'name':'mine'}").expect(200);
    String path = "/account/api-keys/" + made.path("id").asText();

    for (Rest stranger :
        List.of(cast.owner().rest(), cast.other().rest(), Cast.assemble().owner().rest())) {
      stranger.delete(path).expectProblem(404, "ApiKeyNotFoundError");
      assertThat(stranger.get("/account/api-keys").text()).doesNotContain(made.path("id").asText());
    }
    cast.member().rest().delete(path).expect(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "key_",
        "org_01h455vb4pex5vsknk084sn02q",
        "key_01h455vb4pex5vsknk084sn02q"
      })
  void aKeyThatIsNoneIsNotFound(String id) {
    cast.owner().rest().delete("/account/api-keys/" + id).expectProblem(404, "ApiKeyNotFoundError");
  }

  @Test
  void membersAreThoseOfTheOrganisationAlone() {
    Cast others = Cast.assemble();

    JsonNode members = cast.member().rest().get("/account/members").expect(200).path("members");

    assertThat(members).hasSize(4);
    assertThat(members.findValuesAsText("role"))
        .containsExactly("owner", "admin", "member", "member");
    assertThat(members.findValuesAsText("userId"))
        .contains(cast.owner().caller().account().toString())
        .doesNotContain(others.owner().caller().account().toString());
    assertThat(members)
        .filteredOn(member -> member.path("isCurrentUser").asBoolean())
        .singleElement()
        .extracting(member -> member.path("userId").asText())
        .isEqualTo(cast.member().caller().account().toString());
  }
}
