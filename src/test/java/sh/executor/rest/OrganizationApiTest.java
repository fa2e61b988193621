package sh.executor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.Rest;
import sh.executor.testkit.Upstream;

/** What admins decide about the answers to questions, over REST. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class OrganizationApiTest {

  private static final String PATH = "/organization/answer-terms";

  private final Cast cast = Cast.assemble();
  private final Rest admin = cast.admin().rest();

  @Test
  void atFirstPeopleAnswerWithinAWeekAndAgentsDoNot() {
    JsonNode terms = admin.get(PATH).expect(200);

    assertThat(terms.path("answerSeconds").asLong()).isEqualTo(604_800);
    assertThat(terms.path("nativeAnswers").asBoolean()).isTrue();
    assertThat(terms.path("modelAnswers").asBoolean()).isFalse();
  }

  @Test
  void anAdminChangesThemForTheirOrganisationAlone() {
    String terms = "{'answerSeconds':60,'nativeAnswers':false,'modelAnswers':true}";

    admin.send("PUT", PATH, terms).expect(200);

    assertThat(cast.owner().rest().get(PATH).expect(200))
        .isEqualTo(admin.get(PATH).expect(200))
        .hasToString("{\"answerSeconds\":60,\"nativeAnswers\":false,\"modelAnswers\":true}");
    assertThat(Cast.assemble().owner().rest().get(PATH).expect(200).path("answerSeconds").asLong())
        .isEqualTo(604_800);
  }

  @Test
  void aQuestionStandsAsLongAsTheOrganisationSays() {
    admin
        .send("PUT", PATH, "{'answerSeconds':3600,'nativeAnswers':true,'modelAnswers':false}")
        .expect(200);

    try (Upstream upstream = Pets.open()) {
      Paused.connect(cast, upstream);
      JsonNode paused = Paused.pause(admin, Paused.CREATE);
      JsonNode question = admin.get("/interactions/" + Paused.question(paused)).expect(200);

      assertThat(question.path("expiresAt").asLong() - question.path("createdAt").asLong())
          .isBetween(3_600_000L, 3_660_000L);
    }
  }

  @Test
  void nobodyElseSeesOrChangesThem() {
    String terms = "{'answerSeconds':60,'nativeAnswers':true,'modelAnswers':true}";

    cast.member().rest().get(PATH).expectProblem(403, "ForbiddenError");
    cast.member().rest().send("PUT", PATH, terms).expectProblem(403, "ForbiddenError");
    cast.agent().send("PUT", PATH, terms).expectProblem(403, "AgentKeyForbidden");

    assertThat(admin.get(PATH).expect(200).path("modelAnswers").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {59, 31_536_001, -1, Long.MAX_VALUE, Long.MIN_VALUE})
  void aTimeOutOfRangeIsInvalid(long seconds) {
    admin
        .send(
            "PUT",
            PATH,
            "{'answerSeconds':" + seconds + ",'nativeAnswers':true,'modelAnswers':false}")
        .expectProblem(400, "InvalidAnswerTermsError");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'answerSeconds':60}",
        "{'answerSeconds':'60','nativeAnswers':true,'modelAnswers':false}",
        "{'answerSeconds':60,'nativeAnswers':null,'modelAnswers':false}"
      })
  void termsAreGivenWhole(String body) {
    admin.send("PUT", PATH, body).expectProblem(400, "HttpApiDecodeError");
  }
}
