package sh.executor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
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
class ExecutionsApiTest {

  private final Upstream upstream = Pets.open();
  private final Cast cast = Cast.assemble();
  private final Rest member = cast.member().rest();

  @AfterEach
  void close() {
    upstream.close();
  }

  @Test
  void aScriptRunsToItsEnd() {
    JsonNode run = execute(member, "console.log('hi'); return {n: 1 + 1}", false).expect(200);

    assertThat(run.path("status").asText()).isEqualTo("completed");
    assertThat(run.path("isError").asBoolean()).isFalse();
    assertThat(run.at("/structured/status").asText()).isEqualTo("completed");
    assertThat(run.at("/structured/result/n").asInt()).isEqualTo(2);
    assertThat(run.at("/structured/logs")).hasSize(1);
    assertThat(run.path("text").asText()).contains("\"n\": 2").contains("hi");
  }

  @Test
  void aScriptThatFailsIsAnAnswer() {
    JsonNode run = execute(member, "throw new Error('no luck')", false).expect(200);

    assertThat(run.path("status").asText()).isEqualTo("completed");
    assertThat(run.path("isError").asBoolean()).isTrue();
    assertThat(run.at("/structured/status").asText()).isEqualTo("error");
    assertThat(run.path("text").asText()).startsWith("Error: ").contains("no luck");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'code':''}",
        "{'code':' \\n '}",
        "{'code':1}",
        "{'code':'return `\\ud800`'}",
        "{'code':'return `\\u0000`'}",
        "{'code':'x','autoApprove':'yes'}"
      })
  void whatIsNoScriptIsInvalid(String body) {
    member.post("/executions", body).expectProblem(400, "HttpApiDecodeError");
  }

  @Test
  void halfACharacterComesBackAsIt() {
    JsonNode run =
        execute(member, "const half = '\\ud800'; return {['a' + half]: half + 'b'};", false)
            .expect(200);

    assertThat(run.at("/structured/result/a\ud800").asText()).isEqualTo("\ud800b");
  }

  @Test
  void aReadIsCalledWithTheSealedCredential() {
    connectPets();

    JsonNode run =
        execute(member, "return await tools.pets.org.main.pets.listPets({limit: 1})", false)
            .expect(200);

    assertThat(run.at("/structured/result/data/0/name").asText()).isEqualTo("Rex");
    assertThat(upstream.ledger("GET", "/pets"))
        .singleElement()
        .satisfies(call -> assertThat(call.query()).isEqualTo("limit=1"));
    assertThat(run.toString()).doesNotContain(Pets.TOKEN);
  }

  @Test
  void aWriteRunsWhenThePersonApprovesInAdvance() {
    connectPets();

    JsonNode refused = execute(member, Paused.CREATE, false).expect(200);
    assertThat(upstream.ledger("POST", "/pets")).isEmpty();
    JsonNode done = execute(member, Paused.CREATE, true).expect(200);

    assertThat(refused.toString()).contains("approv");
    assertThat(done.at("/structured/result/ok").asBoolean()).isTrue();
    assertThat(upstream.ledger("POST", "/pets"))
        .singleElement()
        .satisfies(call -> assertThat(call.text()).isEqualTo("{\"name\":\"Tom\"}"));
  }

  @Test
  void aBlockHoldsWhateverIsApproved() {
    connectPets();
    cast.admin()
        .rest()
        .post("/policies", "{'owner':'org','pattern':'pets.*','action':'block'}")
        .expect(200);

    JsonNode run = execute(member, Paused.CREATE, true).expect(200);

    assertThat(run.at("/structured/result/error/code").asText()).isEqualTo("tool_blocked");
    assertThat(upstream.ledger("POST", "/pets")).isEmpty();
  }

  @Test
  void anotherOrganisationsToolsAreNotThere() {
    connectPets();
    Rest stranger = Cast.assemble().owner().rest();

    JsonNode run = execute(stranger, Paused.CREATE, true).expect(200);

    assertThat(run.at("/structured/result/error/code").asText()).isEqualTo("tool_not_found");
    assertThat(upstream.ledger("POST", "/pets")).isEmpty();
  }

  @Test
  void aRuleOfTheConsoleIsNotApprovedInAdvance() {
    connectPets();
    cast.admin()
        .rest()
        .post(
            "/policies",
            "{'owner':'org','pattern':'pets.*','action':'require_approval','consoleOnly':true}")
        .expect(200);

    JsonNode run = execute(member, Paused.CREATE, true).expect(200);

    assertThat(run.path("status").asText()).isEqualTo("paused");
    assertThat(upstream.ledger("POST", "/pets")).isEmpty();
  }

  @Test
  void aResultIsKeptWholeWhenItsTextIsCut() {
    JsonNode run =
        execute(member, "emit('seen'); console.log('hi'); return 'x'.repeat(100000)", false)
            .expect(200);
    String id = run.at("/structured/executionId").asText();

    JsonNode result = member.get("/executions/" + id + "/result").expect(200);

    assertThat(member.get("/executions/" + id).expect(200).path("text").asText())
        .hasSizeLessThan(40_000);
    assertThat(result.path("status").asText()).isEqualTo("completed");
    assertThat(result.path("result").asText()).isEqualTo("x".repeat(100_000));
    assertThat(result.path("logs")).hasSize(1);
    assertThat(result.path("emitted")).hasSize(1);
    assertThat(result.has("error")).isFalse();
  }

  @Test
  void halfACharacterCanBeFetched() {
    JsonNode run = execute(member, "return '\\ud800 half'", false).expect(200);
    String id = run.at("/structured/executionId").asText();

    JsonNode result = member.get("/executions/" + id + "/result").expect(200);

    assertThat(result.path("result").asText()).endsWith(" half");
  }

  @Test
  void whatFailedHasAnErrorForAResult() {
    JsonNode run = execute(member, "throw new Error('no luck')", false).expect(200);

    JsonNode result =
        member
            .get("/executions/" + run.at("/structured/executionId").asText() + "/result")
            .expect(200);

    assertThat(result.path("status").asText()).isEqualTo("failed");
    assertThat(result.path("error").asText()).contains("no luck");
    assertThat(result.has("result")).isFalse();
  }

  private void connectPets() {
    Paused.connect(cast, upstream);
  }

  private static Rest.Answer execute(Rest client, String code, boolean autoApprove) {
    return Paused.execute(client, code, autoApprove);
  }
}
