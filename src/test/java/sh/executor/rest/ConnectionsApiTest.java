package sh.executor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.Rest;
import sh.executor.testkit.Upstream;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class ConnectionsApiTest {

  private final Upstream upstream = Pets.open();
  private final Cast cast = Cast.assemble();
  private final Rest admin = cast.admin().rest();
  private final Rest member = cast.member().rest();

  @BeforeEach
  void add() {
    admin.post("/openapi/specs", Pets.byText(upstream, "pets")).expect(200);
  }

  @AfterEach
  void close() {
    upstream.close();
  }

  @Test
  void aConnectionIsMadeAndNeverShowsItsCredential() {
    Rest.Answer made = admin.post("/connections", Pets.connection("org", "pets", "Main account"));

    JsonNode view = made.expect(200);
    Rest.Answer listed = member.get("/connections?integration=pets&owner=org");
    assertThat(view.path("name").asText()).isEqualTo("mainAccount");
    assertThat(view.path("address").asText()).isEqualTo("tools.pets.org.mainAccount");
    assertThat(view.path("provider").asText()).isEqualTo("executor");
    assertThat(view.path("missingOAuthScopes")).isEmpty();
    assertThat(view.has("expiresAt")).isTrue();
    assertThat(view.path("expiresAt").isNull()).isTrue();
    assertThat(listed.expect(200)).singleElement().isEqualTo(view);
    assertThat(member.get("/connections/org/pets/mainAccount").expect(200)).isEqualTo(view);
    assertThat(made.text() + listed.text()).doesNotContain(Pets.TOKEN);
  }

  @Test
  void wordsAreChangedKeptAndCleared() {
    Pets.connect(admin, "pets");
    String path = "/connections/org/pets/main";

    admin.patch(path, "{'description':'the first','identityLabel':'me@x'}").expect(200);
    JsonNode kept = admin.patch(path, "{}").expect(200);
    JsonNode cleared = admin.patch(path, "{'description':null}").expect(200);

    assertThat(kept.path("description").asText()).isEqualTo("the first");
    assertThat(cleared.path("description").isNull()).isTrue();
    assertThat(cleared.path("identityLabel").asText()).isEqualTo("me@x");
    admin.patch(path, "{'description':7}").expectProblem(400, "HttpApiDecodeError");
  }

  @Test
  void aRemovedConnectionIsGoneWithItsTools() {
    Pets.connect(admin, "pets");

    admin.delete("/connections/org/pets/main").expect(200);

    admin.get("/connections/org/pets/main").expectProblem(404, "ConnectionNotFoundError");
    admin.delete("/connections/org/pets/main").expectProblem(404, "ConnectionNotFoundError");
    assertThat(admin.get("/tools").expect(200)).isEmpty();
  }

  @Test
  void aRefreshAnswersWithTheTools() {
    Pets.connect(admin, "pets");

    JsonNode tools = member.post("/connections/org/pets/main/refresh").expect(200);

    assertThat(tools.findValuesAsText("name")).containsExactly("pets.createPet", "pets.listPets");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'owner':'org','name':'x','integration':'none','template':'none'} | 404 | IntegrationNotFoundError",
        "{'owner':'org','name':'x','integration':'pets','template':'wrong','value':'v'} | 400 | InvalidConnectionInputError",
        "{'owner':'org','name':'x','integration':'pets','template':'apikey-1'} | 400 | InvalidConnectionInputError",
        "{'owner':'org','name':'x','integration':'pets','template':'apikey-1','values':{}} | 400 | InvalidConnectionInputError",
        "{'owner':'org','name':'x','integration':'pets','template':'apikey-1','values':{'wrong':'v'}} | 400 | InvalidConnectionInputError",
        "{'owner':'org','name':'x','integration':'pets','template':'apikey-1','value':'v','values':{'token':'v'}} | 400 | InvalidConnectionInputError",
        "{'owner':'org','name':'','integration':'pets','template':'apikey-1','value':'v'} | 400 | InvalidInputError",
        "{'owner':'team','name':'x','integration':'pets','template':'apikey-1','value':'v'} | 400 | HttpApiDecodeError",
        "{'owner':'org','name':'x','integration':'pets','template':'apikey-1','values':{'token':1}} | 400 | HttpApiDecodeError",
        "{'owner':'org','name':'x','integration':'pets','template':'apikey-1','values':{'token':null}} | 400 | HttpApiDecodeError",
      })
  void aConnectionThatIsNotOneIsNotMade(String body, int status, String tag) {
    admin.post("/connections", body).expectProblem(status, tag);

    assertThat(admin.get("/connections").expect(200)).isEmpty();
  }

  @Test
  void aMemberChangesNoConnectionOfTheOrganisation() {
    Pets.connect(admin, "pets");
    String path = "/connections/org/pets/main";

    member
        .post("/connections", Pets.connection("org", "pets", "mine"))
        .expectProblem(403, "ForbiddenError");
    member.patch(path, "{}").expectProblem(403, "ForbiddenError");
    member.delete(path).expectProblem(403, "ForbiddenError");

    member.get(path).expect(200);
  }

  @Test
  void aMembersOwnConnectionIsNobodyElses() {
    member.post("/connections", Pets.connection("user", "pets", "mine")).expect(200);
    String path = "/connections/user/pets/mine";

    for (Rest stranger : List.of(admin, cast.other().rest(), Cast.assemble().owner().rest())) {
      assertThat(stranger.get("/connections").expect(200)).isEmpty();
      assertThat(stranger.get("/tools").expect(200)).isEmpty();
      stranger.get(path).expectProblem(404, "ConnectionNotFoundError");
      stranger.patch(path, "{}").expectProblem(404, "ConnectionNotFoundError");
      stranger.delete(path).expectProblem(404, "ConnectionNotFoundError");
    }
    assertThat(member.get("/tools").expect(200)).hasSize(2);
  }

  @Test
  void anOwnerThatIsNoneIsNotFound() {
    admin.get("/connections/team/pets/main").expectProblem(404, "ConnectionNotFoundError");
  }
}
