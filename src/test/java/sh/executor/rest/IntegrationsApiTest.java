package sh.executor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.Rest;
import sh.executor.testkit.Upstream;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class IntegrationsApiTest {

  private final Upstream upstream = Pets.open();
  private final Cast cast = Cast.assemble();
  private final Rest admin = cast.admin().rest();
  private final Rest member = cast.member().rest();

  @AfterEach
  void close() {
    upstream.close();
  }

  @Test
  void anApiIsAddedFromItsUrl() {
    JsonNode added = admin.post("/openapi/specs", Pets.byUrl(upstream, "pets")).expect(200);

    JsonNode listed = member.get("/integrations").expect(200);
    JsonNode one = member.get("/integrations/pets").expect(200);
    assertThat(added.path("slug").asText()).isEqualTo("pets");
    assertThat(added.path("toolCount").asInt()).isEqualTo(2);
    assertThat(listed).singleElement().isEqualTo(one);
    assertThat(one.path("name").asText()).isEqualTo("Pets");
    assertThat(one.path("description").asText()).isEqualTo("All the pets.");
    assertThat(one.path("kind").asText()).isEqualTo("openapi");
    assertThat(one.path("canRemove").asBoolean()).isTrue();
    assertThat(one.path("canRefresh").asBoolean()).isTrue();
    assertThat(one.at("/authMethods/0/kind").asText()).isEqualTo("apikey");
    assertThat(one.at("/authMethods/0/placements/0/carrier").asText()).isEqualTo("header");
    assertThat(one.at("/authMethods/0/placements/0/variable").asText()).isEqualTo("token");
  }

  @Test
  void anApiIsAddedFromItsTextAndCanNotBeRefreshed() {
    admin.post("/openapi/specs", Pets.byText(upstream, "pets")).expect(200);

    assertThat(member.get("/integrations/pets").expect(200).path("canRefresh").asBoolean())
        .isFalse();
    assertThat(upstream.ledger()).isEmpty();
  }

  @Test
  void aSlugIsTakenOnceInAnOrganisation() {
    Pets.add(admin, upstream, "pets");

    JsonNode problem =
        admin
            .post("/openapi/specs", Pets.byUrl(upstream, "pets"))
            .expectProblem(409, "IntegrationAlreadyExistsError");

    assertThat(problem.path("slug").asText()).isEqualTo("pets");
    Pets.add(Cast.assemble().admin().rest(), upstream, "pets");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'spec':{'kind':'blob','value':'nonsense'},'slug':'x'} | OpenApiParseError",
        "{'spec':{'kind':'blob','value':''},'slug':'x'} | OpenApiParseError",
        "{'spec':{'kind':'blob'},'slug':'x'} | HttpApiDecodeError",
        "{'spec':{'kind':'url'},'slug':'x'} | HttpApiDecodeError",
        "{'spec':{'kind':'url','url':'pets.json'},'slug':'x'} | HttpApiDecodeError",
        "{'spec':{'kind':'url','url':'file:///etc/passwd'},'slug':'x'} | HttpApiDecodeError",
        "{'spec':{'kind':'file','value':''},'slug':'x'} | HttpApiDecodeError",
        "{'spec':'x','slug':'x'} | HttpApiDecodeError",
        "{'slug':'x'} | HttpApiDecodeError",
      })
  void aDescriptionThatIsNoneAddsNothing(String body, String tag) {
    admin.post("/openapi/specs", body).expectProblem(400, tag);

    assertThat(admin.get("/integrations").expect(200)).isEmpty();
  }

  @Test
  void aNameAndADescriptionAreChanged() {
    Pets.add(admin, upstream, "pets");

    JsonNode changed = admin.patch("/integrations/pets", "{'name':'Animals'}").expect(200);

    assertThat(changed.path("name").asText()).isEqualTo("Animals");
    assertThat(changed.path("description").asText()).isEqualTo("All the pets.");
    admin.patch("/integrations/pets", "{'name':''}").expectProblem(400, "InvalidInputError");
    admin.patch("/integrations/none", "{}").expectProblem(404, "IntegrationNotFoundError");
  }

  @Test
  void aRemovalTakesAllOfItAndCanBeRepeated() {
    Pets.add(admin, upstream, "pets");
    Pets.connect(admin, "pets");

    assertThat(admin.delete("/integrations/pets").expect(200).path("removed").asBoolean()).isTrue();
    assertThat(admin.delete("/integrations/pets").expect(200).path("removed").asBoolean())
        .isFalse();

    admin.get("/integrations/pets").expectProblem(404, "IntegrationNotFoundError");
    assertThat(admin.get("/connections").expect(200)).isEmpty();
    assertThat(admin.get("/tools").expect(200)).isEmpty();
  }

  @Test
  void anotherOrganisationSeesNothingOfIt() {
    Pets.add(admin, upstream, "pets");
    Rest stranger = Cast.assemble().owner().rest();

    assertThat(stranger.get("/integrations").expect(200)).isEmpty();
    stranger.get("/integrations/pets").expectProblem(404, "IntegrationNotFoundError");
    stranger.patch("/integrations/pets", "{}").expectProblem(404, "IntegrationNotFoundError");
    assertThat(stranger.delete("/integrations/pets").expect(200).path("removed").asBoolean())
        .isFalse();
    member.get("/integrations/pets").expect(200);
  }

  @Test
  void whatIsAtAUrlIsFoundOut() {
    JsonNode found =
        member
            .post("/integrations/detect", "{'url':'" + upstream.url() + "/openapi.json'}")
            .expect(200);

    assertThat(found).hasSize(1);
    assertThat(found.get(0).path("kind").asText()).isEqualTo("openapi");
    assertThat(found.get(0).path("confidence").asText()).isEqualTo("high");
    assertThat(member.post("/integrations/detect", "{'url':'" + upstream.url() + "'}").expect(200))
        .isEmpty();
    member
        .post("/integrations/detect", "{'url':'nonsense'}")
        .expectProblem(400, "InvalidInputError");
  }

  @Test
  void aListGoesOnInPages() {
    for (String slug : new String[] {"a", "b", "c"}) {
      admin.post("/openapi/specs", Pets.byText(upstream, slug)).expect(200);
    }

    Rest.Answer first = member.get("/integrations?limit=2");
    Rest.Answer last = member.get("/integrations?limit=2&offset=2");

    assertThat(first.expect(200).findValuesAsText("slug")).containsExactly("a", "b");
    assertThat(first.header("X-Total-Count")).isEqualTo("3");
    assertThat(first.header("Link"))
        .isEqualTo("</api/integrations?limit=2&offset=2>; rel=\"next\"");
    assertThat(last.expect(200).findValuesAsText("slug")).containsExactly("c");
    assertThat(last.header("Link")).isEmpty();
  }
}
