package sh.executor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.Rest;
import sh.executor.testkit.Upstream;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class ToolsApiTest {

  private static final String LIST = "tools.pets.org.main.pets.listPets";
  private static final String CREATE = "tools.pets.org.main.pets.createPet";

  private final Upstream upstream = Pets.open();
  private final Cast cast = Cast.assemble();
  private final Rest admin = cast.admin().rest();
  private final Rest member = cast.member().rest();

  @BeforeEach
  void connect() {
    admin.post("/openapi/specs", Pets.byText(upstream, "pets")).expect(200);
    Pets.connect(admin, "pets");
  }

  @AfterEach
  void close() {
    upstream.close();
  }

  @Test
  void aToolIsAnOperationAtAConnection() {
    JsonNode tools = member.get("/tools").expect(200);

    assertThat(tools.findValuesAsText("address")).containsExactly(CREATE, LIST);
    JsonNode create = tools.get(0);
    assertThat(create.path("owner").asText()).isEqualTo("org");
    assertThat(create.path("integration").asText()).isEqualTo("pets");
    assertThat(create.path("connection").asText()).isEqualTo("main");
    assertThat(create.path("name").asText()).isEqualTo("pets.createPet");
    assertThat(create.path("pluginId").asText()).isEqualTo("openapi");
    assertThat(create.path("requiresApproval").asBoolean()).isTrue();
    assertThat(create.path("approvalDescription").asText()).isEqualTo("POST /pets");
    assertThat(create.at("/policy/source").asText()).isEqualTo("plugin-default");
    assertThat(tools.get(1).path("requiresApproval").asBoolean()).isFalse();
    assertThat(tools.get(1).at("/policy/action").asText()).isEqualTo("approve");
  }

  @Test
  void toolsAreFilteredAndPaged() {
    assertThat(member.get("/tools?query=list").expect(200)).hasSize(1);
    assertThat(member.get("/tools?integration=none").expect(200)).isEmpty();
    assertThat(member.get("/tools?connection=main&owner=org").expect(200)).hasSize(2);
    assertThat(member.get("/tools?owner=user").expect(200)).isEmpty();
    assertThat(
            member
                .get("/tools?includeAnnotations=false")
                .expect(200)
                .get(0)
                .has("requiresApproval"))
        .isFalse();
    Rest.Answer first = member.get("/tools?query=pet&limit=1");
    assertThat(first.expect(200)).hasSize(1);
    assertThat(first.header("X-Total-Count")).isEqualTo("2");
    assertThat(first.header("Link"))
        .isEqualTo("</api/tools?query=pet&limit=1&offset=1>; rel=\"next\"");
  }

  @Test
  void aBlockedToolIsListedUnlessLeftOut() {
    admin.post("/policies", "{'owner':'org','pattern':'pets.*','action':'block'}").expect(200);

    JsonNode listed = member.get("/tools").expect(200);

    assertThat(listed.findValuesAsText("action")).containsExactly("block", "block");
    assertThat(listed.get(0).at("/policy/pattern").asText()).isEqualTo("pets.*");
    assertThat(member.get("/tools?includeBlocked=false").expect(200)).isEmpty();
  }

  @Test
  void aSchemaSaysHowToCall() {
    JsonNode schema = member.get("/tools/schema?address=" + LIST).expect(200);

    assertThat(schema.path("address").asText()).isEqualTo(LIST);
    assertThat(schema.at("/inputSchema/properties/limit/type").asText()).isEqualTo("integer");
    assertThat(schema.path("inputTypeScript").asText()).contains("limit");
    assertThat(schema.at("/schemaDefinitions/Pet/properties/name/type").asText())
        .isEqualTo("string");
  }

  @Test
  void aToolThatIsNotThereComesWithSuggestions() {
    JsonNode problem =
        member
            .get("/tools/schema?address=tools.pets.org.main.pets.listPet")
            .expectProblem(404, "ToolNotFoundError");

    assertThat(problem.path("suggestions")).isNotEmpty();
    member.get("/tools/schema?address=nonsense").expectProblem(404, "ToolNotFoundError");
    member.get("/tools/schema").expectProblem(400, "HttpApiDecodeError");
    Rest stranger = Cast.assemble().owner().rest();
    assertThat(
            stranger
                .get("/tools/schema?address=" + LIST)
                .expectProblem(404, "ToolNotFoundError")
                .path("suggestions"))
        .isEmpty();
  }
}
