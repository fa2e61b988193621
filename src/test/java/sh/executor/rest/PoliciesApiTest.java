package sh.executor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.Rest;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class PoliciesApiTest {

  private static final String ORG_RULE = "{'owner':'org','pattern':'github.*','action':'block'}";
  private static final String OWN_RULE =
      "{'owner':'user','pattern':'github.org.main.repos.*','action':'require_approval'}";

  private final Cast cast = Cast.assemble();
  private final Rest admin = cast.admin().rest();
  private final Rest member = cast.member().rest();

  @Test
  void aRuleIsMadeChangedAndRemoved() {
    JsonNode made = admin.post("/policies", ORG_RULE).expect(200);
    String path = "/policies/" + made.path("id").asText();

    JsonNode changed = admin.patch(path, "{'owner':'org','action':'approve'}").expect(200);
    JsonNode listed = admin.get("/policies").expect(200);
    JsonNode removed = admin.delete(path).expect(200);

    assertThat(made.path("id").asText()).startsWith("pol_");
    assertThat(made.path("owner").asText()).isEqualTo("org");
    assertThat(made.path("pattern").asText()).isEqualTo("github.*");
    assertThat(made.path("position").asText()).isNotEmpty();
    assertThat(made.path("createdAt").isIntegralNumber()).isTrue();
    assertThat(changed.path("action").asText()).isEqualTo("approve");
    assertThat(changed.path("pattern").asText()).isEqualTo("github.*");
    assertThat(listed).singleElement().isEqualTo(changed);
    assertThat(removed.path("removed").asBoolean()).isTrue();
    assertThat(admin.get("/policies").expect(200)).isEmpty();
  }

  @Test
  void aMemberChangesNoRuleOfTheOrganisation() {
    String path = "/policies/" + admin.post("/policies", ORG_RULE).expect(200).path("id").asText();

    member.post("/policies", ORG_RULE).expectProblem(403, "ForbiddenError");
    member.patch(path, "{'action':'approve'}").expectProblem(403, "ForbiddenError");
    member.delete(path).expectProblem(403, "ForbiddenError");

    assertThat(member.get("/policies").expect(200).findValuesAsText("action"))
        .containsExactly("block");
  }

  @Test
  void aMembersOwnRuleIsNobodyElsesToSeeOrChange() {
    String path = "/policies/" + member.post("/policies", OWN_RULE).expect(200).path("id").asText();

    for (Rest stranger : List.of(admin, cast.other().rest(), Cast.assemble().owner().rest())) {
      assertThat(stranger.get("/policies").expect(200)).isEmpty();
      stranger.patch(path, "{'action':'approve'}").expectProblem(404, "PolicyNotFoundError");
      stranger.delete(path).expectProblem(404, "PolicyNotFoundError");
    }
    assertThat(member.get("/policies").expect(200)).hasSize(1);
  }

  @Test
  void theRulesOfAnotherOrganisationAreNotThere() {
    String path = "/policies/" + admin.post("/policies", ORG_RULE).expect(200).path("id").asText();
    Rest stranger = Cast.assemble().owner().rest();

    stranger.patch(path, "{'action':'approve'}").expectProblem(404, "PolicyNotFoundError");
    stranger.delete(path).expectProblem(404, "PolicyNotFoundError");

    assertThat(stranger.get("/policies").expect(200)).isEmpty();
    assertThat(admin.get("/policies").expect(200)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'owner':'org','pattern':'','action':'block'} | InvalidPolicyPatternError",
        "{'owner':'org','pattern':'*.x','action':'block'} | InvalidPolicyPatternError",
        "{'owner':'org','pattern':'a..b','action':'block'} | InvalidPolicyPatternError",
        "{'owner':'org','pattern':'a.b*','action':'block'} | InvalidPolicyPatternError",
        "{'owner':'org','pattern':'a','action':'block','position':'0'} | InvalidPolicyPositionError",
        "{'owner':'org','pattern':'a','action':'deny'} | HttpApiDecodeError",
        "{'owner':'team','pattern':'a','action':'block'} | HttpApiDecodeError",
        "{'owner':'org','action':'block'} | HttpApiDecodeError",
        "{'owner':'org','pattern':['a'],'action':'block'} | HttpApiDecodeError",
      },
      quoteCharacter = '`')
  void aRuleThatIsNotValidIsAProblem(String body, String tag) {
    admin.post("/policies", body).expectProblem(400, tag);
  }

  @ParameterizedTest
  @CsvSource({"nonsense", "pol_01h455vb4pex5vsknk084sn02q", "org_01h455vb4pex5vsknk084sn02q"})
  void aRuleThatIsNotThereIsNotFound(String id) {
    admin.patch("/policies/" + id, "{'action':'block'}").expectProblem(404, "PolicyNotFoundError");
    admin.delete("/policies/" + id).expectProblem(404, "PolicyNotFoundError");
  }
}
