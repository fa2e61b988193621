package sh.executor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.Rest;
import sh.executor.testkit.Upstream;

/** Runs that wait for a person, over REST: seen, listed, resumed and called off. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class PausedExecutionsApiTest {

  private static final String ACCEPT = "{'action':'accept'}";
  private static final String DECLINE = "{'action':'decline'}";

  private final Upstream upstream = Pets.open();
  private final Cast cast = Cast.assemble();
  private final Rest member = cast.member().rest();
  private final Rest admin = cast.admin().rest();

  @BeforeEach
  void connect() {
    Paused.connect(cast, upstream);
  }

  @AfterEach
  void close() {
    upstream.close();
  }

  @Test
  void aRunGoesOnWhenItIsResumed() {
    JsonNode paused = Paused.pause(member, Paused.CREATE);

    JsonNode done = resume(member, paused, ACCEPT).expect(200);

    assertThat(paused.path("status").asText()).isEqualTo("waiting_for_interaction");
    assertThat(done.path("status").asText()).isEqualTo("completed");
    assertThat(done.at("/structured/result/ok").asBoolean()).isTrue();
    assertThat(done.at("/structured/executionId").asText()).isEqualTo(Paused.id(paused));
    assertThat(upstream.ledger("POST", "/pets")).hasSize(1);
  }

  @Test
  void theSameAnswerTwiceComesToTheSame() {
    JsonNode paused = Paused.pause(member, Paused.CREATE);

    JsonNode first = resume(member, paused, ACCEPT).expect(200);
    JsonNode second = resume(member, paused, ACCEPT).expect(200);

    assertThat(second).isEqualTo(first);
    assertThat(upstream.ledger("POST", "/pets")).hasSize(1);
  }

  @Test
  void anotherAnswerIsTooLateAndChangesNothing() {
    JsonNode paused = Paused.pause(member, Paused.CREATE);
    resume(member, paused, DECLINE).expect(200);

    JsonNode problem = resume(admin, paused, ACCEPT).expectProblem(409, "InteractionSettledError");

    assertThat(problem.path("outcome").asText()).isEqualTo("declined");
    assertThat(problem.path("interactionId").asText()).isEqualTo(Paused.question(paused));
    assertThat(upstream.ledger("POST", "/pets")).isEmpty();
  }

  @Test
  void gatesSideBySideAreAnsweredOneByOneTheOldestFirst() {
    JsonNode paused = Paused.pause(member, Paused.CREATE_TWO);
    String second = paused.at("/interactions/1/id").asText();

    JsonNode still = resume(member, paused, DECLINE).expect(200);
    JsonNode done =
        resume(member, paused, "{'action':'accept','interactionId':'" + second + "'}").expect(200);

    assertThat(still.path("status").asText()).isEqualTo("paused");
    assertThat(still.at("/structured/interaction/id").asText()).isEqualTo(second);
    assertThat(done.at("/structured/result")).hasToString("[\"rejected\",\"fulfilled\"]");
    assertThat(upstream.ledger("POST", "/pets"))
        .singleElement()
        .satisfies(call -> assertThat(call.text()).contains("Kim"));
  }

  @Test
  void aQuestionOfAnotherRunIsNotThisRuns() {
    JsonNode one = Paused.pause(member, Paused.CREATE);
    JsonNode other = Paused.pause(member, Paused.CREATE);

    String answer = "{'action':'accept','interactionId':'" + Paused.question(other) + "'}";
    resume(member, one, answer).expectProblem(404, "InteractionNotFoundError");
    resume(cast.other().rest(), one, answer).expectProblem(403, "AnswerForbiddenError");
    resume(Cast.assemble().owner().rest(), one, answer)
        .expectProblem(404, "InteractionNotFoundError");

    assertThat(upstream.ledger("POST", "/pets")).isEmpty();
  }

  @Test
  void anAdminAnswersForAMember() {
    JsonNode paused = Paused.pause(member, Paused.CREATE);

    JsonNode done = resume(admin, paused, ACCEPT).expect(200);

    assertThat(done.path("status").asText()).isEqualTo("completed");
    assertThat(member.get(path(paused)).expect(200).at("/interactions/0/answeredBy").asText())
        .isEqualTo(cast.admin().caller().account().toString());
  }

  @Test
  void whoHasNoRightIsToldSoAndAStrangerNothing() {
    JsonNode paused = Paused.pause(member, Paused.CREATE);
    Rest stranger = Cast.assemble().owner().rest();

    resume(cast.other().rest(), paused, ACCEPT).expectProblem(403, "AnswerForbiddenError");
    resume(cast.agent(), paused, ACCEPT).expectProblem(403, "AgentKeyForbidden");
    resume(stranger, paused, ACCEPT).expectProblem(404, "ExecutionNotFoundError");
    resume(Cast.service(), paused, ACCEPT).expectProblem(401, "AccountUnauthorized");

    assertThat(member.get(path(paused)).expect(200).at("/execution/status").asText())
        .isEqualTo("waiting");
    assertThat(upstream.ledger("POST", "/pets")).isEmpty();
  }

  @Test
  void aRunIsSeenByWhomItConcerns() {
    JsonNode paused = Paused.pause(member, Paused.CREATE);

    for (String path : List.of(path(paused), path(paused) + "/result")) {
      cast.other().rest().get(path).expectProblem(404, "ExecutionNotFoundError");
      Cast.assemble().owner().rest().get(path).expectProblem(404, "ExecutionNotFoundError");
      cast.agent().get(path).expectProblem(403, "AgentKeyForbidden");
    }
    cast.other().rest().post(path(paused) + "/cancel").expectProblem(404, "ExecutionNotFoundError");
    JsonNode seen = admin.get(path(paused)).expect(200);

    assertThat(seen.at("/execution/status").asText()).isEqualTo("waiting");
    assertThat(seen.at("/execution/account").asText())
        .isEqualTo(cast.member().caller().account().toString());
    assertThat(seen.at("/structured/status").asText()).isEqualTo("waiting_for_interaction");
    assertThat(seen.at("/journal/0/path").asText()).isEqualTo("pets.org.main.pets.createPet");
    assertThat(seen.at("/journal/0/status").asText()).isEqualTo("waiting");
    assertThat(seen.at("/journal/0/arguments/body/name").asText()).isEqualTo("Tom");
    assertThat(seen.at("/interactions/0/kind").asText()).isEqualTo("approval");
    assertThat(seen.toString()).doesNotContain(Pets.TOKEN);
    admin.get(path(paused) + "/result").expectProblem(409, "ExecutionNotEndedError");
  }

  @Test
  void runsAreListedByStatusTimeAndOwner() {
    Instant before = Instant.now();
    JsonNode paused = Paused.pause(member, Paused.CREATE);
    Paused.execute(admin, "return 1", false).expect(200);

    assertThat(ids(member, "")).containsExactly(Paused.id(paused));
    assertThat(ids(admin, "")).hasSize(2).last().isEqualTo(Paused.id(paused));
    assertThat(ids(admin, "?mine=true")).hasSize(1).doesNotContain(Paused.id(paused));
    assertThat(ids(admin, "?status=waiting")).containsExactly(Paused.id(paused));
    assertThat(ids(admin, "?status=failed")).isEmpty();
    assertThat(ids(admin, "?since=" + before)).hasSize(2);
    assertThat(ids(admin, "?until=" + before)).isEmpty();
    assertThat(ids(cast.other().rest(), "")).isEmpty();
    assertThat(ids(Cast.assemble().owner().rest(), "")).isEmpty();
  }

  @Test
  void theListGoesOnWhereAPageEnds() {
    for (int i = 0; i < 3; i++) {
      Paused.execute(member, "return 1", false).expect(200);
    }

    Rest.Answer page = member.get("/executions?limit=2");

    assertThat(page.expect(200)).hasSize(2);
    assertThat(page.header("X-Total-Count")).isEqualTo("3");
    assertThat(page.header("Link")).contains("limit=2", "offset=2", "rel=\"next\"");
    assertThat(member.get("/executions?limit=2&offset=2").expect(200)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"status=done", "since=yesterday", "until=1", "mine=yes", "limit=501"})
  void aFilterThatIsNoneIsInvalid(String query) {
    member.get("/executions?" + query).expectProblem(400, "HttpApiDecodeError");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'action':'yes'}",
        "{'action':'accept','content':[1]}",
        "{'action':1}",
        "["
      })
  void whatIsNoAnswerIsInvalid(String body) {
    JsonNode paused = Paused.pause(member, Paused.CREATE);

    resume(member, paused, body).expectProblem(400, "HttpApiDecodeError");

    assertThat(member.get(path(paused)).expect(200).at("/execution/status").asText())
        .isEqualTo("waiting");
  }

  @Test
  void whatAskedNothingCanNotBeResumed() {
    JsonNode run = Paused.execute(member, "return 1", false).expect(200).path("structured");

    resume(member, run, ACCEPT).expectProblem(409, "NothingToAnswerError");
  }

  @Test
  void aRunThatIsCalledOffEndsAndSettlesItsQuestions() {
    JsonNode paused = Paused.pause(member, Paused.CREATE);

    JsonNode answer = member.post(path(paused) + "/cancel").expect(200);
    JsonNode ended =
        Wait.until(() -> member.get(path(paused)).expect(200), PausedExecutionsApiTest::ended);

    assertThat(answer.path("cancelled").asBoolean()).isTrue();
    assertThat(ended.at("/execution/status").asText()).isEqualTo("cancelled");
    assertThat(ended.at("/interactions/0/answeredVia").asText()).isEqualTo("run_ended");
    assertThat(member.post(path(paused) + "/cancel").expect(200).path("cancelled").asBoolean())
        .isFalse();
    resume(member, paused, ACCEPT).expectProblem(409, "InteractionSettledError");
    assertThat(upstream.ledger("POST", "/pets")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "exec_00000000000000000000000000", "int_00000000000000000000000000"})
  void whatIsNotThereIsNotFound(String id) {
    member.get("/executions/" + id).expectProblem(404, "ExecutionNotFoundError");
    member.get("/executions/" + id + "/result").expectProblem(404, "ExecutionNotFoundError");
    member.post("/executions/" + id + "/cancel").expectProblem(404, "ExecutionNotFoundError");
    member
        .post("/executions/" + id + "/resume", ACCEPT)
        .expectProblem(404, "ExecutionNotFoundError");
  }

  private static boolean ended(JsonNode run) {
    return run.at("/execution").has("endedAt");
  }

  private static Rest.Answer resume(Rest client, JsonNode paused, String body) {
    return client.post(path(paused) + "/resume", body);
  }

  private static String path(JsonNode paused) {
    return "/executions/" + Paused.id(paused);
  }

  private static List<String> ids(Rest client, String query) {
    return client.get("/executions" + query).expect(200).findValuesAsText("executionId");
  }
}
