package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.execution.model.Answer;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.RunFilter;
import sh.executor.execution.model.RunState;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Owner;
import sh.executor.policy.Action;
import sh.executor.policy.Policies;
import sh.executor.tenant.AnswerTerms;
import sh.executor.tenant.Tenants;
import sh.executor.testkit.Cast;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.McpStream;
import sh.executor.testkit.PostgresResource;

/** Clients that show questions to their users. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class ElicitationTest {

  private static final String ASKS = "elicitation/create";
  private static final String FORMS = "{'elicitation':{}}";
  private static final String PAGES = "{'elicitation':{'form':{},'url':{}}}";

  private final Cast cast = Cast.assemble();
  private final Caller owner = cast.owner().caller();
  private final String key = McpService.agentKey(owner);
  private final Mcp agent = McpService.client().as(key);
  private final Mcp client = agent.connect("2025-11-25", FORMS);

  @BeforeEach
  void connect() {
    Gated.connect(owner);
  }

  @ParameterizedTest
  @CsvSource({"2025-06-18, ''", "2025-11-25, form"})
  void theClientIsAskedAndTheScriptGoesOn(String version, String mode) {
    Mcp asked = agent.connect(version, FORMS);

    try (McpStream answer = asked.executing(Gated.ONCE)) {
      JsonNode question = answer.next(ASKS);
      int status = asked.reply(question, "{'action':'accept','content':{}}");
      JsonNode result = answer.result();

      assertThat(question.at("/params/message").asText()).contains(Gated.CHANGE, "Account:");
      assertThat(question.at("/params/mode").asText()).isEqualTo(mode);
      assertThat(question.at("/params/requestedSchema").toString())
          .isEqualTo("{\"type\":\"object\",\"properties\":{}}");
      assertThat(status).isEqualTo(202);
      assertThat(result.at("/structuredContent/result").asBoolean()).isTrue();
      assertThat(settled(result).via()).isEqualTo(Interaction.Via.NATIVE);
      assertThat(settled(result).by()).isEqualTo(owner.account());
    }
  }

  @ParameterizedTest
  @CsvSource({"decline, declined", "cancel, cancelled"})
  void noIsNo(String action, String word) {
    try (McpStream answer = client.executing(Gated.ONCE)) {
      client.reply(answer.next(ASKS), "{'action':'" + action + "'}");
      JsonNode result = answer.result();

      assertThat(result.path("isError").asBoolean()).isTrue();
      assertThat(text(result)).contains(Gated.CHANGE, word);
    }
  }

  @Test
  void gatesSideBySideAreAskedSideBySide() {
    String code =
        "return (await Promise.allSettled([1, 2].map((n) => tools.%s({ n })))).map((x) => x.status)"
            .formatted(Gated.CHANGE);

    try (McpStream answer = client.executing(code)) {
      JsonNode first = answer.next(ASKS);
      JsonNode second = answer.next(ASKS);
      client.reply(second, "{'action':'decline'}");
      client.reply(first, "{'action':'accept'}");
      JsonNode result = answer.result();

      assertThat(first.path("id")).isNotEqualTo(second.path("id"));
      assertThat(result.at("/structuredContent/result").toString())
          .isEqualTo("[\"fulfilled\",\"rejected\"]");
    }
  }

  @Test
  void oneGateAfterAnotherIsAskedInTheSameCall() {
    String code = "await tools.%1$s({}); await tools.%1$s({}); return 2".formatted(Gated.CHANGE);

    try (McpStream answer = client.executing(code)) {
      client.reply(answer.next(ASKS), "{'action':'accept'}");
      client.reply(answer.next(ASKS), "{'action':'accept'}");

      assertThat(answer.result().at("/structuredContent/result").asInt()).isEqualTo(2);
    }
  }

  @Test
  void aClientsFailureIsNoAnswer() {
    try (McpStream answer = client.executing(Gated.ONCE)) {
      client.fail(answer.next(ASKS), "the window is closed");
      JsonNode paused = answer.result();

      assertThat(paused.at("/structuredContent/status").asText())
          .isEqualTo("user_approval_required");
      assertThat(text(paused)).contains("the window is closed", "/approve/", "resume(");
      assertThat(Gated.state(owner, id(paused))).isEqualTo(RunState.WAITING);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'action':'perhaps'}", "{}", "{'action':{}}"})
  void anAnswerThatMakesNoSenseIsNone(String nonsense) {
    try (McpStream answer = client.executing(Gated.ONCE)) {
      client.reply(answer.next(ASKS), nonsense);
      JsonNode paused = answer.result();

      assertThat(text(paused)).contains("neither accept nor decline nor cancel");
      assertThat(Gated.state(owner, id(paused))).isEqualTo(RunState.WAITING);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"form/exec_1/1", "form/int_01h455vb4pex5vsknk084sn02q/1", "x", "form//1"})
  void anAnswerToNothingChangesNothing(String id) {
    String answer = "{'jsonrpc':'2.0','id':'" + id + "','result':{'action':'accept'}}";

    assertThat(client.post(answer).status()).isEqualTo(202);
  }

  @Test
  void aDroppedConnectionIsNoAnswerAndAnotherSessionGoesOn() {
    JsonNode question;
    try (McpStream answer = client.executing(Gated.ONCE)) {
      question = answer.next(ASKS);
    }
    String id = onlyRun();
    Mcp later = agent.connect("2025-11-25", FORMS);

    try (McpStream again = later.calling("resume", "{'executionId':'" + id + "'}")) {
      JsonNode asked = again.next(ASKS);
      RunState meanwhile = Gated.state(owner, id);
      later.reply(asked, "{'action':'accept'}");
      JsonNode result = again.result();

      assertThat(meanwhile).isEqualTo(RunState.WAITING);
      assertThat(asked.at("/params/message")).isEqualTo(question.at("/params/message"));
      assertThat(result.at("/structuredContent/result").asBoolean()).isTrue();
    }
  }

  @Test
  void anAnswerThatComesAfterTheConnectionWasLostCounts() {
    JsonNode question;
    try (McpStream answer = client.executing(Gated.ONCE)) {
      question = answer.next(ASKS);
    }
    String id = onlyRun();

    client.reply(question, "{'action':'accept'}");
    JsonNode result = client.call("resume", "{'executionId':'" + id + "'}");

    assertThat(result.at("/structuredContent/result").asBoolean()).isTrue();
  }

  @Test
  void aDecisionElsewhereTakesTheQuestionBack() {
    try (McpStream answer = client.executing(Gated.ONCE)) {
      JsonNode question = answer.next(ASKS);
      Gated.answer(owner, onlyRun(), Answer.Action.ACCEPT);
      JsonNode cancelled = answer.next("notifications/cancelled");
      JsonNode result = answer.result();

      assertThat(cancelled.at("/params/requestId")).isEqualTo(question.path("id"));
      assertThat(result.at("/structuredContent/result").asBoolean()).isTrue();
    }
  }

  @Test
  void whereAnswersAreTakenAtTheConsoleOnlyTheClientShowsALink() {
    Gated.bean(Tenants.class)
        .setAnswerTerms(owner, new AnswerTerms(Duration.ofDays(1), false, false));

    try (McpStream answer = client.executing(Gated.ONCE)) {
      JsonNode paused = answer.next().path("result");

      assertThat(paused.at("/structuredContent/status").asText())
          .isEqualTo("user_approval_required");
      assertThat(text(paused)).contains("is answered on its page", "/approve/");
    }
  }

  @Test
  void whatIsToBeApprovedAtTheConsoleIsOpenedThere() {
    Gated.bean(Policies.class)
        .create(owner, Owner.ORG, Gated.CHANGE, Action.REQUIRE_APPROVAL, null, true);
    Mcp opening = agent.connect("2025-11-25", PAGES);

    try (McpStream answer = opening.executing(Gated.ONCE)) {
      JsonNode question = answer.next(ASKS);
      opening.reply(question, "{'action':'accept'}");
      String id = onlyRun();
      RunState opened = Gated.state(owner, id);
      Gated.answer(owner, id, Answer.Action.ACCEPT);
      JsonNode complete = answer.next("notifications/elicitation/complete");
      JsonNode result = answer.result();

      assertThat(question.at("/params/mode").asText()).isEqualTo("url");
      assertThat(URI.create(question.at("/params/url").asText())).hasPath("/approve/" + id);
      assertThat(opened).isEqualTo(RunState.WAITING);
      assertThat(complete.at("/params/elicitationId"))
          .isEqualTo(question.at("/params/elicitationId"));
      assertThat(result.at("/structuredContent/result").asBoolean()).isTrue();
      assertThat(settled(result).via()).isEqualTo(Interaction.Via.REST);
    }
  }

  @Test
  void aPageThatIsNotOpenedLeavesTheRunPaused() {
    Mcp opening = agent.connect("2025-11-25", "{'elicitation':{'url':{}}}");

    try (McpStream answer = opening.executing(Gated.ONCE)) {
      opening.reply(answer.next(ASKS), "{'action':'decline'}");
      JsonNode paused = answer.result();

      assertThat(text(paused)).contains("The page was not opened", "/approve/");
      assertThat(Gated.state(owner, id(paused))).isEqualTo(RunState.WAITING);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2025-03-26 | {'elicitation':{}} | ''",
        "2025-06-18 | {} | ''",
        "2025-11-25 | {} | ?elicitation_mode=native",
        "2025-11-25 | {'elicitation':{}} | ?elicitation_mode=browser",
      })
  void whoeverCanNotBeAskedGetsALink(String version, String capabilities, String query) {
    Mcp linked =
        Mcp.at(URI.create(McpService.endpoint() + query)).as(key).connect(version, capabilities);

    try (McpStream answer = linked.executing(Gated.ONCE)) {
      JsonNode paused = answer.next().path("result");

      assertThat(paused.at("/structuredContent/status").asText())
          .isEqualTo("user_approval_required");
    }
  }

  @Test
  void whoeverTakesTheCallBackStopsTheRun() {
    try (McpStream answer = client.executing(Gated.ONCE)) {
      JsonNode question = answer.next(ASKS);
      String id = onlyRun();
      client.post(
          "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':%s}}"
              .formatted(answer.requestId()));

      await().until(() -> Gated.state(owner, id) == RunState.CANCELLED);
      client.reply(question, "{'action':'accept'}");
      assertThat(Gated.state(owner, id)).isEqualTo(RunState.CANCELLED);
    }
  }

  @Test
  void theEndOfTheSessionLeavesTheRun() {
    try (McpStream answer = client.executing(Gated.ONCE)) {
      answer.next(ASKS);
      client.delete();

      boolean unanswered = answer.endsUnanswered();

      assertThat(unanswered).isTrue();
      assertThat(Gated.state(owner, onlyRun())).isEqualTo(RunState.WAITING);
    }
  }

  @Test
  void aClientIsNotAskedMoreThanItIsToldOf() {
    String code =
        "return (await Promise.allSettled(Array.from({ length: 20 }, (_, n) => tools.%s({ n })))).length"
            .formatted(Gated.CHANGE);

    try (McpStream answer = client.executing(code)) {
      List<JsonNode> questions = IntStream.range(0, 16).mapToObj(i -> answer.next(ASKS)).toList();
      questions.forEach(question -> client.fail(question, "no"));
      JsonNode paused = answer.result();

      assertThat(text(paused)).contains("as many questions as it may be asked at once");
    }
  }

  private String onlyRun() {
    return Gated.runs(owner)
        .runs(new RunFilter(null, null, null, null), 0, 10)
        .items()
        .getFirst()
        .id()
        .toString();
  }

  private Interaction.Settled settled(JsonNode result) {
    return Objects.requireNonNull(Gated.questions(owner, id(result)).getFirst().settled());
  }

  private static String id(JsonNode result) {
    return result.at("/structuredContent/executionId").asText();
  }

  private static String text(JsonNode result) {
    return result.at("/content/0/text").asText();
  }
}
