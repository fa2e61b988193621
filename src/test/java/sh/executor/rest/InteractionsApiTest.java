package sh.executor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.database.Database;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.Rest;
import sh.executor.testkit.Together;
import sh.executor.testkit.Upstream;

/** Questions to people, over REST. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class InteractionsApiTest {

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
  void aQuestionSaysWhatWouldBeDoneAsWhomAndWhy() {
    JsonNode paused = Paused.pause(member, Paused.CREATE);

    JsonNode question = member.get(path(paused)).expect(200);

    assertThat(question.path("executionId").asText()).isEqualTo(Paused.id(paused));
    assertThat(question.path("status").asText()).isEqualTo("pending");
    assertThat(question.path("address").asText()).isEqualTo("pets.org.main.pets.createPet");
    assertThat(question.path("message").asText()).contains("pets.org.main", "Asked because", "Tom");
    assertThat(question.at("/arguments/body/name").asText()).isEqualTo("Tom");
    assertThat(question.path("expiresAt").asLong())
        .isGreaterThan(question.path("createdAt").asLong());
    assertThat(question.has("answeredAt")).isFalse();
    assertThat(question.toString()).doesNotContain(Pets.TOKEN);
  }

  @Test
  void thoseWhoMayAnswerSeeWhatWaits() {
    JsonNode paused = Paused.pause(member, Paused.CREATE);

    assertThat(waiting(member, "")).containsExactly(Paused.question(paused));
    assertThat(waiting(admin, "")).containsExactly(Paused.question(paused));
    assertThat(waiting(admin, "?mine=true")).isEmpty();
    assertThat(waiting(cast.other().rest(), "")).isEmpty();
    assertThat(waiting(Cast.assemble().owner().rest(), "")).isEmpty();
  }

  @Test
  void anAnswerIsAttributedAndTheQuestionWaitsNoMore() {
    JsonNode paused = Paused.pause(member, Paused.CREATE);

    JsonNode answered = member.post(path(paused) + "/answer", ACCEPT).expect(200);
    JsonNode again = member.post(path(paused) + "/answer", ACCEPT).expect(200);

    assertThat(answered.path("status").asText()).isEqualTo("accepted");
    assertThat(answered.path("answeredBy").asText())
        .isEqualTo(cast.member().caller().account().toString());
    assertThat(answered.path("answeredVia").asText()).isEqualTo("rest");
    assertThat(again).isEqualTo(answered);
    assertThat(waiting(member, "")).isEmpty();
  }

  @Test
  void ofTwoThatAnswerAtOnceOneWinsAndTheOtherIsTold() throws Exception {
    JsonNode paused = Paused.pause(member, Paused.CREATE);
    String path = path(paused) + "/answer";

    AtomicInteger turns = new AtomicInteger();

    List<Integer> statuses =
        Together.all(
            2,
            () ->
                turns.getAndIncrement() == 0
                    ? member.post(path, ACCEPT).status()
                    : admin.post(path, DECLINE).status());

    assertThat(statuses).containsExactlyInAnyOrder(200, 409);
  }

  @Test
  void whoHasNoRightIsToldSoAndAStrangerNothing() {
    JsonNode paused = Paused.pause(member, Paused.CREATE);
    String answer = path(paused) + "/answer";
    Rest stranger = Cast.assemble().owner().rest();
    Rest other = cast.other().rest();

    other.post(answer, ACCEPT).expectProblem(403, "AnswerForbiddenError");
    other.get(path(paused)).expectProblem(404, "InteractionNotFoundError");
    stranger.post(answer, ACCEPT).expectProblem(404, "InteractionNotFoundError");
    stranger.get(path(paused)).expectProblem(404, "InteractionNotFoundError");
    cast.agent().post(answer, ACCEPT).expectProblem(403, "AgentKeyForbidden");

    assertThat(member.get(path(paused)).expect(200).path("status").asText()).isEqualTo("pending");
  }

  @Test
  void anAnswerAfterTheDeadlineIsTooLate() {
    JsonNode paused = Paused.pause(member, Paused.CREATE);
    overdue(paused);

    JsonNode problem =
        member.post(path(paused) + "/answer", ACCEPT).expectProblem(409, "InteractionSettledError");

    assertThat(problem.path("outcome").asText()).isEqualTo("expired");
    JsonNode settled =
        Wait.until(
            () -> member.get(path(paused)).expect(200),
            question -> question.path("status").asText().equals("expired"));
    assertThat(settled.path("answeredVia").asText()).isEqualTo("deadline");
    assertThat(settled.has("answeredBy")).isFalse();
    assertThat(upstream.ledger("POST", "/pets")).isEmpty();
  }

  @Test
  void contentThatWasNotAskedForIsNoMatterWhereNothingWas() {
    JsonNode paused = Paused.pause(member, Paused.CREATE);
    String answer = path(paused) + "/answer";

    member.post(answer, "{'action':'accept','content':{}}").expect(200);

    member.post(answer, ACCEPT).expect(200);
    member
        .post(answer, "{'action':'accept','content':{'n':1}}")
        .expectProblem(409, "InteractionSettledError");
  }

  @Test
  void aQuestionThatCanNotBeShownSaysSoAndIsDeclined() {
    JsonNode paused = Paused.pause(member, Paused.CREATE);
    Paused.damage(paused);

    JsonNode question = member.get(path(paused)).expect(200);
    JsonNode run = member.get("/executions/" + Paused.id(paused)).expect(200);
    JsonNode problem =
        member.post(path(paused) + "/answer", ACCEPT).expectProblem(403, "AnswerForbiddenError");
    JsonNode declined = member.post(path(paused) + "/answer", DECLINE).expect(200);

    assertThat(question.path("message").asText()).contains("can not be shown", "can be declined");
    assertThat(question.path("address").asText()).isEqualTo("pets.org.main.pets.createPet");
    assertThat(question.has("arguments")).isFalse();
    assertThat(run.at("/interactions/0")).isEqualTo(question);
    assertThat(problem.path("detail").asText()).contains("can not be accepted");
    assertThat(declined.path("status").asText()).isEqualTo("declined");
    assertThat(upstream.ledger("POST", "/pets")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "int_00000000000000000000000000"})
  void whatIsNotThereIsNotFound(String id) {
    member.get("/interactions/" + id).expectProblem(404, "InteractionNotFoundError");
    member
        .post("/interactions/" + id + "/answer", ACCEPT)
        .expectProblem(404, "InteractionNotFoundError");
  }

  private static void overdue(JsonNode paused) {
    Arc.container()
        .instance(Database.class)
        .get()
        .run(
            "update interaction set deadline = ? where id = ?",
            Instant.now().minusSeconds(1),
            InteractionViews.id(Paused.question(paused)).value());
  }

  private static List<String> waiting(Rest client, String query) {
    return client.get("/interactions" + query).expect(200).findValuesAsText("id");
  }

  private static String path(JsonNode paused) {
    return "/interactions/" + Paused.question(paused);
  }
}
