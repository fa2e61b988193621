package sh.executor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.Rest;
import sh.executor.testkit.Upstream;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class OpenApiApiTest {

  private static final String ONE = "/openapi/integrations/pets";

  private final Upstream upstream = Pets.open();
  private final Cast cast = Cast.assemble();
  private final Rest admin = cast.admin().rest();
  private final Rest member = cast.member().rest();

  @AfterEach
  void close() {
    upstream.close();
  }

  @Test
  void aPreviewSaysWhatAddingWouldBring() {
    JsonNode preview =
        member
            .post("/openapi/preview", "{'spec':'" + upstream.url() + "/openapi.json'}")
            .expect(200);

    assertThat(preview.path("title").asText()).isEqualTo("Pets");
    assertThat(preview.path("operationCount").asInt()).isEqualTo(2);
    assertThat(member.get("/integrations").expect(200)).isEmpty();
  }

  @Test
  void ourOwnDescriptionIsOneThatOurReaderUnderstands() {
    String document = Cast.service().get("/openapi.json").text();
    String body = new ObjectMapper().createObjectNode().put("spec", document).toString();

    JsonNode preview =
        member
            .send(
                member
                    .request("/openapi/preview")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body)))
            .expect(200);

    assertThat(preview.path("operationCount").asInt()).isGreaterThan(25);
  }

  @Test
  void aDescriptionIsPutRightEachTimeItIsRead() {
    String overrides = "[{'op':'replace','path':'/info/title','value':'Beasts'}]";
    String spec = "{'kind':'url','url':'" + upstream.url() + "/openapi.json'}";

    JsonNode preview =
        member
            .post(
                "/openapi/preview",
                "{'spec':'" + upstream.url() + "/openapi.json','specOverrides':" + overrides + "}")
            .expect(200);
    admin
        .post(
            "/openapi/specs",
            "{'spec':" + spec + ",'slug':'pets','specOverrides':" + overrides + "}")
        .expect(200);
    admin.post(ONE + "/spec", "{}").expect(200);
    JsonNode kept = member.get(ONE + "/config").expect(200).path("specOverrides");
    admin
        .post(ONE + "/spec", "{'specOverrides':[{'op':'remove','path':'/paths'}]}")
        .expectProblem(400, "OpenApiExtractionError");
    admin.post(ONE + "/spec", "{'specOverrides':[]}").expect(200);

    assertThat(preview.path("title").asText()).isEqualTo("Beasts");
    assertThat(kept.path(0).path("value").asText()).isEqualTo("Beasts");
    assertThat(member.get(ONE + "/config").expect(200).has("specOverrides")).isFalse();
  }

  @Test
  void anOverrideThatCanNotBeDoneIsNamedAndChangesNothing() {
    Pets.add(admin, upstream, "pets");

    JsonNode problem =
        admin
            .post(ONE + "/spec", "{'specOverrides':[{'op':'remove','path':'/none'}]}")
            .expectProblem(400, "OpenApiSpecOverrideError");

    assertThat(problem.path("operationIndex").asInt()).isZero();
    assertThat(problem.path("path").asText()).isEqualTo("/none");
    assertThat(member.get(ONE + "/config").expect(200).has("specOverrides")).isFalse();
  }

  @Test
  void anApiIsShownInShort() {
    Pets.add(admin, upstream, "pets");

    JsonNode view = member.get(ONE).expect(200);

    assertThat(view.path("slug").asText()).isEqualTo("pets");
    assertThat(view.path("kind").asText()).isEqualTo("openapi");
    assertThat(view.path("canRefresh").asBoolean()).isTrue();
  }

  @Test
  void waysToAuthenticateAreAddedAndReplaced() {
    Pets.add(admin, upstream, "pets");
    String own = "[{'slug':'own','kind':'apikey','headers':{'X-Key':[{'variable':'token'}]}}]";

    JsonNode before = member.get(ONE + "/config").expect(200);
    JsonNode merged =
        admin.post(ONE + "/config", "{'authenticationTemplate':" + own + "}").expect(200);
    JsonNode replaced =
        admin
            .post(
                ONE + "/config",
                "{'authenticationTemplate':"
                    + own
                    + ",'mode':'replace','baseUrl':'https://pets.example'"
                    + ",'idempotencyHeader':'Idempotency-Key'}")
            .expect(200);
    JsonNode after = member.get(ONE + "/config").expect(200);

    assertThat(before.path("specUrl").asText()).isEqualTo(upstream.url() + "/openapi.json");
    assertThat(before.path("authenticationTemplate")).hasSize(1);
    assertThat(merged.path("authenticationTemplate")).hasSize(2);
    assertThat(replaced.path("authenticationTemplate")).hasSize(1);
    assertThat(after.path("baseUrl").asText()).isEqualTo("https://pets.example");
    assertThat(after.path("idempotencyHeader").asText()).isEqualTo("Idempotency-Key");
    assertThat(after.at("/authenticationTemplate/0/slug").asText()).isEqualTo("own");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'authenticationTemplate':{}}",
        "{'authenticationTemplate':[{'kind':'apikey'}]}",
        "{'baseUrl':'nonsense'}",
        "{'baseUrl':7}",
        "{'idempotencyHeader':'Host'}",
        "{'idempotencyHeader':7}",
        "{'mode':'both'}"
      })
  void aConfigThatIsNoneChangesNothing(String body) {
    Pets.add(admin, upstream, "pets");
    JsonNode before = member.get(ONE + "/config").expect(200);

    assertThat(admin.post(ONE + "/config", body).status()).isEqualTo(400);

    assertThat(member.get(ONE + "/config").expect(200)).isEqualTo(before);
  }

  @Test
  void whatARefreshBringsNeedsApprovalUntilSomebodyLooks() {
    Pets.add(admin, upstream, "pets");
    Pets.connect(admin, "pets");
    upstream.answer(call -> Upstream.Reply.json(200, Pets.grown(upstream)));

    JsonNode updated = admin.post(ONE + "/spec", "{}").expect(200);
    JsonNode unreviewed = member.get("/tools?query=owners").expect(200).get(0);
    JsonNode reviewed = admin.post("/integrations/pets/review").expect(200);
    JsonNode tool = member.get("/tools?query=owners").expect(200).get(0);

    assertThat(updated.path("toolCount").asInt()).isEqualTo(3);
    assertThat(updated.path("addedTools")).hasSize(1);
    assertThat(updated.path("removedTools")).isEmpty();
    assertThat(unreviewed.path("requiresApproval").asBoolean()).isTrue();
    assertThat(unreviewed.at("/policy/action").asText()).isEqualTo("require_approval");
    assertThat(reviewed.path("unreviewedCount").asInt()).isZero();
    assertThat(tool.path("requiresApproval").asBoolean()).isFalse();
  }

  @Test
  void aRefreshBringsNothingThatARuleMadeBeforeItLetsAnyoneCall() {
    Pets.add(admin, upstream, "pets");
    Pets.connect(admin, "pets");
    admin.post("/policies", "{'owner':'org','pattern':'pets.*','action':'approve'}").expect(200);
    upstream.answer(call -> Upstream.Reply.json(200, Pets.grown(upstream)));

    admin.post(ONE + "/spec", "{}").expect(200);
    JsonNode unreviewed = member.get("/tools?query=owners").expect(200).get(0);
    admin.post("/integrations/pets/review").expect(200);
    JsonNode tool = member.get("/tools?query=owners").expect(200).get(0);

    assertThat(unreviewed.at("/policy/action").asText()).isEqualTo("require_approval");
    assertThat(tool.at("/policy/action").asText()).isEqualTo("approve");
  }

  @Test
  void aDescriptionGivenAsTextIsNotFetchedAgain() {
    admin.post("/openapi/specs", Pets.byText(upstream, "pets")).expect(200);

    Rest.Answer answer = admin.post(ONE + "/spec", "{}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(upstream.ledger()).isEmpty();
  }

  @Test
  void whatIsNotThereIsNotFound() {
    member.get(ONE).expectProblem(404, "IntegrationNotFoundError");
    member.get(ONE + "/config").expectProblem(404, "IntegrationNotFoundError");
    admin.post(ONE + "/config", "{}").expectProblem(404, "IntegrationNotFoundError");
    admin.post(ONE + "/spec", "{}").expectProblem(404, "IntegrationNotFoundError");
    admin.delete(ONE).expectProblem(404, "IntegrationNotFoundError");
  }
}
