package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.execution.model.Answer;
import sh.executor.execution.model.Answered;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.RunState;
import sh.executor.tenant.AnswerTerms;
import sh.executor.tenant.Tenants;
import sh.executor.testkit.Cast;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.McpStream;
import sh.executor.testkit.PostgresResource;

/** Clients that show no questions: their users decide on a page, or let the model answer. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class ResumeTest {

  private final Cast cast = Cast.assemble();
  private final String agentKey = McpService.agentKey(cast.owner().caller());
  private final Mcp agent = McpService.client().as(agentKey).connect();

  @BeforeEach
  void connect() {
    Gated.connect(cast.owner().caller());
  }

  @Test
  void aPauseNamesThePageAndTheWayOn() {
    JsonNode paused = agent.execute(Gated.ONCE).path("result");

    String id = id(paused);
    assertThat(paused.path("isError").asBoolean()).isFalse();
    assertThat(paused.at("/structuredContent/status").asText()).isEqualTo("user_approval_required");
    assertThat(URI.create(paused.at("/structuredContent/approvalUrl").asText()))
        .hasPath("/approve/" + id);
    assertThat(paused.at("/structuredContent/resumePrompt").asText()).contains("resume", id);
    assertThat(text(paused))
        .contains("Execution paused", Gated.CHANGE, "\nexecutionId: " + id + "\n")
        .doesNotContain("requestedSchema");
  }

  @Test
  void resumeReturnsWhatComesOfTheDecision() {
    String id = id(agent.execute(Gated.ONCE).path("result"));

    JsonNode early = resume(agent, id, 0);
    Gated.answer(cast.owner().caller(), id, Answer.Action.ACCEPT);
    JsonNode result = resume(agent, id, 30);
    JsonNode again = resume(agent, id, 30);

    assertThat(early.at("/structuredContent/status").asText()).isEqualTo("user_approval_required");
    assertThat(result.at("/structuredContent/status").asText()).isEqualTo("completed");
    assertThat(result.at("/structuredContent/result").asBoolean()).isTrue();
    assertThat(result.at("/structuredContent/executionId").asText()).isEqualTo(id);
    assertThat(again).isEqualTo(result);
  }

  @Test
  void whoeverWaitsIsToldSoAndHearsOfTheDecision() {
    String id = id(agent.execute(Gated.ONCE).path("result"));

    try (McpStream waiting = agent.calling("resume", "{'executionId':'%s'}".formatted(id))) {
      JsonNode progress = waiting.next("notifications/progress");
      Gated.answer(cast.admin().caller(), id, Answer.Action.DECLINE);
      JsonNode result = waiting.result();

      assertThat(progress.at("/params/message").asText()).contains("waiting for a person");
      assertThat(result.path("isError").asBoolean()).isTrue();
      assertThat(text(result)).contains(Gated.CHANGE, "declined");
    }
  }

  @Test
  void theNextQuestionEndsTheWait() {
    String code = "await tools.%1$s({}); await tools.%1$s({}); return 2".formatted(Gated.CHANGE);
    String id = id(agent.execute(code).path("result"));

    try (McpStream waiting = agent.calling("resume", "{'executionId':'%s'}".formatted(id))) {
      waiting.next("notifications/progress");
      Gated.answer(cast.owner().caller(), id, Answer.Action.ACCEPT);
      JsonNode second = waiting.result();

      assertThat(second.at("/structuredContent/status").asText())
          .isEqualTo("user_approval_required");
      assertThat(id(second)).isEqualTo(id);
      assertThat(Gated.questions(cast.owner().caller(), id)).hasSize(2);
    }
  }

  @Test
  void anotherSessionGoesOnWhereThisOneWasLost() {
    String id = id(agent.execute(Gated.ONCE).path("result"));
    agent.delete();
    Gated.answer(cast.owner().caller(), id, Answer.Action.ACCEPT);

    JsonNode result = resume(McpService.client().as(agentKey).connect(), id, 30);

    assertThat(result.at("/structuredContent/result").asBoolean()).isTrue();
  }

  @Test
  void theEndOfASessionLeavesItsPausedRuns() {
    String id = id(agent.execute(Gated.ONCE).path("result"));

    int status = agent.delete().status();

    assertThat(status).isEqualTo(200);
    assertThat(Gated.state(cast.owner().caller(), id)).isEqualTo(RunState.WAITING);
  }

  @Test
  void takingTheWaitBackLeavesTheRun() {
    String id = id(agent.execute(Gated.ONCE).path("result"));

    try (McpStream waiting = agent.calling("resume", "{'executionId':'%s'}".formatted(id))) {
      waiting.next("notifications/progress");
      agent.post(
          "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':%d}}"
              .formatted(waiting.requestId()));

      assertThat(waiting.endsUnanswered()).isTrue();
    }
    assertThat(Gated.state(cast.owner().caller(), id)).isEqualTo(RunState.WAITING);
  }

  @Test
  void whatWasCutIsToldWithThePlaceOfTheWhole() {
    JsonNode result = agent.execute("return 'x'.repeat(40000)").path("result");

    assertThat(text(result)).contains("GET http", "/api/executions/" + id(result) + "/result");
    assertThat(result.at("/structuredContent/result").asText()).hasSize(40_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"accept", "decline", "cancel"})
  void anAgentAnswersNothing(String action) {
    String id = id(agent.execute(Gated.ONCE).path("result"));

    JsonNode refused =
        agent.call("resume", "{'executionId':'%s','action':'%s'}".formatted(id, action));

    assertThat(refused.path("isError").asBoolean()).isTrue();
    assertThat(refused.at("/structuredContent/status").asText()).isEqualTo("execution_forbidden");
    assertThat(text(refused)).contains("/approve/" + id, "admin of the organisation");
    assertThat(Gated.questions(cast.owner().caller(), id))
        .extracting(Interaction::state)
        .containsExactly(Interaction.State.PENDING);
  }

  @Test
  void aMemberWithoutTheRightAnswersNothing() {
    String id = id(agent.execute(Gated.ONCE).path("result"));
    Interaction question = Gated.questions(cast.owner().caller(), id).getFirst();
    Mcp colleague = McpService.client().as(cast.member().key()).connect();

    JsonNode resumed = resume(colleague, id, 0);
    Answered answered =
        Gated.runs(cast.member().caller())
            .answer(question.id(), new Answer(Answer.Action.ACCEPT, null), Interaction.Via.REST);

    assertThat(resumed.at("/structuredContent/status").asText()).isEqualTo("execution_not_found");
    assertThat(answered).isInstanceOf(Answered.Forbidden.class);
    assertThat(Gated.state(cast.owner().caller(), id)).isEqualTo(RunState.WAITING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec_1", "exec_01h455vb4pex5vsknk084sn02q", ""})
  void whatIsNoRunIsNotFound(String id) {
    JsonNode result = resume(agent, id, 0);

    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(result.at("/structuredContent/status").asText()).isEqualTo("execution_not_found");
    assertThat(result.at("/structuredContent/recovery").asText()).isEqualTo("re_execute");
  }

  @Test
  void aModelThatMayNotAnswerIsTold() {
    Mcp model = at("?elicitation_mode=model");

    JsonNode paused = model.execute(Gated.ONCE).path("result");

    assertThat(paused.at("/structuredContent/status").asText()).isEqualTo("user_approval_required");
    assertThat(text(paused)).contains("which the organisation does not allow");
    assertThat(properties(model)).containsExactlyInAnyOrder("executionId", "waitSeconds");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?elicitation_mode=model", "?allow_model_resume=1"})
  void aModelAnswersWhereAnAdminLetsIt(String query) {
    letModelsAnswer();
    Mcp model = at(query);
    JsonNode paused = model.execute(Gated.ONCE).path("result");
    JsonNode structured = paused.path("structuredContent");

    JsonNode result =
        model.call(
            "resume",
            "{'executionId':'%s','interactionId':'%s','action':'accept'}"
                .formatted(id(paused), structured.at("/interaction/id").asText()));

    assertThat(structured.path("status").asText()).isEqualTo("waiting_for_interaction");
    assertThat(structured.path("ttlMs").asLong()).isPositive();
    assertThat(structured.at("/interaction/kind").asText()).isEqualTo("form");
    assertThat(structured.at("/interaction/address").asText()).isEqualTo(Gated.CHANGE);
    assertThat(structured.at("/interaction/args").toString()).isEqualTo("{\"n\":1}");
    assertThat(structured.at("/interaction/instructions").asText()).contains("resume");
    assertThat(structured.path("interaction").has("requestedSchema")).isFalse();
    assertThat(text(paused)).contains("Execution paused", "executionId: " + id(paused));
    assertThat(properties(model)).contains("action", "content", "interactionId");
    assertThat(result.at("/structuredContent/result").asBoolean()).isTrue();
  }

  @Test
  void theQuestionsOfOneRunAreAnsweredOneByOne() {
    letModelsAnswer();
    Mcp model = at("?elicitation_mode=model");
    String code =
        "return (await Promise.allSettled([1, 2].map((n) => tools.%s({ n })))).map((x) => x.status)"
            .formatted(Gated.CHANGE);
    JsonNode paused = model.execute(code).path("result");
    String answer = "{'executionId':'" + id(paused) + "','action':'%s'}";

    JsonNode second = model.call("resume", answer.formatted("accept"));
    JsonNode result = model.call("resume", answer.formatted("decline"));
    JsonNode late = model.call("resume", answer.formatted("accept"));

    assertThat(paused.at("/structuredContent/interactions")).hasSize(2);
    assertThat(second.at("/structuredContent/interactions")).hasSize(1);
    assertThat(result.at("/structuredContent/result").toString())
        .isEqualTo("[\"fulfilled\",\"rejected\"]");
    assertThat(late).isEqualTo(result);
  }

  @Test
  void aQuestionThatSomebodyElseDecidedIsSettled() {
    letModelsAnswer();
    Mcp model = at("?elicitation_mode=model");
    String code = "await tools.%1$s({}); await tools.%1$s({}); return 2".formatted(Gated.CHANGE);
    JsonNode paused = model.execute(code).path("result");
    String first = paused.at("/structuredContent/interaction/id").asText();
    Gated.answer(cast.owner().caller(), id(paused), Answer.Action.ACCEPT);
    JsonNode second = resume(model, id(paused), 30);

    JsonNode late =
        model.call(
            "resume",
            "{'executionId':'%s','interactionId':'%s','action':'decline'}"
                .formatted(id(paused), first));

    assertThat(second.at("/structuredContent/interaction/id").asText()).isNotEqualTo(first);
    assertThat(late.at("/structuredContent/status").asText())
        .isEqualTo("execution_already_settled");
    assertThat(Gated.state(cast.owner().caller(), id(paused))).isEqualTo(RunState.WAITING);
  }

  @Test
  void aQuestionWhoseTimeIsOverIsExpired() {
    letModelsAnswer();
    Mcp model = at("?elicitation_mode=model");
    String code =
        "try { await tools.%1$s({}) } catch {} await tools.%1$s({}); return 2"
            .formatted(Gated.CHANGE);
    JsonNode paused = model.execute(code).path("result");
    String first = paused.at("/structuredContent/interaction/id").asText();
    Gated.letExpire(first);
    JsonNode second = resume(model, id(paused), 30);

    JsonNode late =
        model.call(
            "resume",
            "{'executionId':'%s','interactionId':'%s','action':'accept'}"
                .formatted(id(paused), first));

    assertThat(second.at("/structuredContent/interaction/id").asText()).isNotEqualTo(first);
    assertThat(late.at("/structuredContent/status").asText()).isEqualTo("execution_expired");
    assertThat(late.at("/structuredContent/ttlMs").isIntegralNumber()).isTrue();
    assertThat(Gated.state(cast.owner().caller(), id(paused))).isEqualTo(RunState.WAITING);
  }

  @ParameterizedTest
  @CsvSource({
    "{}, executionId must be a string",
    "{'executionId':7}, executionId must be a string",
  })
  void argumentsThatMakeNoSenseAreNamed(String arguments, String what) {
    JsonNode result = agent.call("resume", arguments);

    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(text(result)).contains(what);
  }

  private void letModelsAnswer() {
    Gated.bean(Tenants.class)
        .setAnswerTerms(cast.owner().caller(), new AnswerTerms(Duration.ofDays(1), true, true));
  }

  private Mcp at(String query) {
    return Mcp.at(URI.create(McpService.endpoint() + query)).as(agentKey).connect();
  }

  private static Iterable<String> properties(Mcp client) {
    for (JsonNode tool : client.request("tools/list", "{}").at("/result/tools")) {
      if (tool.path("name").asText().equals("resume")) {
        return () -> tool.at("/inputSchema/properties").fieldNames();
      }
    }
    throw new AssertionError("resume is not listed");
  }

  private static JsonNode resume(Mcp client, String id, int seconds) {
    return client.call("resume", "{'executionId':'%s','waitSeconds':%d}".formatted(id, seconds));
  }

  private static String id(JsonNode result) {
    return result.at("/structuredContent/executionId").asText();
  }

  private static String text(JsonNode result) {
    return result.at("/content/0/text").asText();
  }
}
