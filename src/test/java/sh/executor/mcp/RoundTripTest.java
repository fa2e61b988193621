package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.execution.Resource;
import sh.executor.execution.model.Answer;
import sh.executor.execution.model.Interaction;
import sh.executor.execution.model.RunState;
import sh.executor.kernel.Caller;
import sh.executor.secret.Seals;
import sh.executor.tenant.AnswerTerms;
import sh.executor.tenant.Tenants;
import sh.executor.testkit.Cast;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.McpStream;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.StatelessMcp;

/** Clients without a session that are asked something before their request is answered. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class RoundTripTest {

  private static final String FORMS = "{'elicitation':{}}";
  private static final String PAGES = "{'elicitation':{'form':{},'url':{}}}";
  private static final String ACCEPT = "{'action':'accept','content':{}}";

  private final Cast cast = Cast.assemble();
  private final Caller owner = cast.owner().caller();
  private final StatelessMcp plain =
      StatelessMcp.at(McpService.endpoint(), McpService.agentKey(owner));
  private final StatelessMcp client = plain.offering(FORMS);

  @BeforeEach
  void connect() {
    Gated.connect(owner);
  }

  @Test
  void theClientIsAskedAndTheScriptGoesOn() {
    JsonNode asked = execute(client, Gated.ONCE);
    JsonNode result = again(client, Gated.ONCE, asked, ACCEPT);

    JsonNode question = asked.path("inputRequests").elements().next();
    assertThat(asked.path("resultType").asText()).isEqualTo("input_required");
    assertThat(asked.has("content")).isFalse();
    assertThat(question.path("method").asText()).isEqualTo("elicitation/create");
    assertThat(question.at("/params/mode").asText()).isEqualTo("form");
    assertThat(question.at("/params/message").asText()).contains(Gated.CHANGE);
    assertThat(result.path("resultType").asText()).isEqualTo("complete");
    assertThat(result.at("/structuredContent/result").asBoolean()).isTrue();
    String id = result.at("/structuredContent/executionId").asText();
    Interaction.Settled settled =
        Objects.requireNonNull(Gated.questions(owner, id).getFirst().settled());
    assertThat(settled.via()).isEqualTo(Interaction.Via.NATIVE);
    assertThat(settled.by()).isEqualTo(owner.account());
  }

  @ParameterizedTest
  @CsvSource({"decline, declined", "cancel, cancelled"})
  void noIsNo(String action, String word) {
    JsonNode asked = execute(client, Gated.ONCE);

    JsonNode result = again(client, Gated.ONCE, asked, "{'action':'%s'}".formatted(action));

    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(result.at("/content/0/text").asText()).contains(Gated.CHANGE, word);
  }

  @Test
  void everyQuestionHasARoundOfItsOwn() {
    String code = "await tools.%1$s({}); await tools.%1$s({}); return 2".formatted(Gated.CHANGE);

    JsonNode first = execute(client, code);
    JsonNode second = again(client, code, first, ACCEPT);
    JsonNode result = again(client, code, second, ACCEPT);

    assertThat(second.path("resultType").asText()).isEqualTo("input_required");
    assertThat(second.path("requestState")).isNotEqualTo(first.path("requestState"));
    assertThat(second.path("inputRequests")).isNotEqualTo(first.path("inputRequests"));
    assertThat(result.at("/structuredContent/result").asInt()).isEqualTo(2);
  }

  @Test
  void whatIsNotAnsweredIsAskedAgain() {
    String code =
        "return (await Promise.all([1, 2].map((n) => tools.%s({ n })))).length"
            .formatted(Gated.CHANGE);
    JsonNode both = execute(client, code);
    ObjectNode one = both.deepCopy();
    one.withObject("/inputRequests").remove(one.path("inputRequests").fieldNames().next());

    JsonNode left = again(client, code, one, ACCEPT);
    JsonNode result = again(client, code, left, ACCEPT);

    assertThat(both.path("inputRequests")).hasSize(2);
    assertThat(left.path("inputRequests")).hasSize(1);
    assertThat(left.path("inputRequests").fieldNames().next())
        .isNotEqualTo(one.path("inputRequests").fieldNames().next());
    assertThat(result.at("/structuredContent/result").asInt()).isEqualTo(2);
  }

  @Test
  void makingTheLastRoundAgainChangesNothing() {
    JsonNode asked = execute(client, Gated.ONCE);

    JsonNode result = again(client, Gated.ONCE, asked, ACCEPT);
    JsonNode repeated = again(client, Gated.ONCE, asked, "{'action':'decline'}");

    assertThat(repeated.path("structuredContent")).isEqualTo(result.path("structuredContent"));
  }

  /** A client, and the code it sends with the state of another request. */
  @ParameterizedTest
  @ValueSource(strings = {"other code", "other person", "changed", "cut", "empty", "a number"})
  void aStateOpensForWhomAndWhatItWasMade(String how) {
    JsonNode asked = execute(client, Gated.ONCE);
    ObjectNode sent = asked.deepCopy();
    String state = asked.path("requestState").asText();
    StatelessMcp other =
        StatelessMcp.at(McpService.endpoint(), cast.member().key()).offering(FORMS);
    switch (how) {
      case "changed" -> sent.put("requestState", state + "-TAMPERED");
      case "cut" -> sent.put("requestState", state.substring(0, 30));
      case "empty" -> sent.put("requestState", "");
      case "a number" -> sent.put("requestState", 7);
      default -> {}
    }

    Mcp.Answer answer =
        retry(
            how.equals("other person") ? other : client,
            how.equals("other code") ? "return 1" : Gated.ONCE,
            sent,
            ACCEPT);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message().at("/error/code").asInt()).isEqualTo(-32602);
    assertThat(answer.message().at("/error/message").asText()).contains("requestState");
  }

  @Test
  void aStateIsGoodForAWhile() {
    Instant made = Instant.parse("2026-01-01T00:00:00Z");
    Message.Request request =
        new Message.Request(IntNode.valueOf(1), "tools/call", params("return 1"));
    ObjectNode content = Json.object().put("run", "any");

    String state = statesAt(made).seal(owner, Resource.DEFAULT, request, content);

    assertThat(opened(made.plus(Duration.ofHours(23)), Resource.DEFAULT, request, state))
        .contains(content);
    assertThat(opened(made.plus(Duration.ofHours(24)), Resource.DEFAULT, request, state)).isEmpty();
    assertThat(opened(made, new Resource.Toolkit("mail"), request, state)).isEmpty();
  }

  private Optional<ObjectNode> opened(
      Instant now, Resource resource, Message.Request request, String state) {
    return statesAt(now).open(owner, resource, request, state);
  }

  private static RequestStates statesAt(Instant now) {
    return new RequestStates(
        Gated.bean(Seals.class), Gated.bean(McpConfig.class), InstantSource.fixed(now));
  }

  @Test
  void whatMayNotBeAnsweredThereIsAskedOnItsPage() {
    forbidNative();
    StatelessMcp pages = plain.offering(PAGES);

    JsonNode asked = execute(pages, Gated.ONCE);
    JsonNode question = asked.path("inputRequests").elements().next();
    CompletableFuture<Mcp.Answer> opened = retryLater(pages, Gated.ONCE, asked, ACCEPT);
    String id = runOf(question);
    Gated.answer(owner, id, Answer.Action.ACCEPT);

    assertThat(question.at("/params/mode").asText()).isEqualTo("url");
    assertThat(question.at("/params").has("elicitationId")).isFalse();
    assertThat(opened.join().message().at("/result/structuredContent/result").asBoolean()).isTrue();
    assertThat(opened.join().text()).doesNotContain("notifications/elicitation/complete");
  }

  @Test
  void aPageThatWasOpenedIsNotAskedForAgain() {
    forbidNative();
    StatelessMcp pages = plain.offering(PAGES);
    String code =
        "return (await Promise.all([1, 2].map((n) => tools.%s({ n })))).length"
            .formatted(Gated.CHANGE);
    JsonNode both = execute(pages, code);
    String id = runOf(both.path("inputRequests").elements().next());

    JsonNode second = again(pages, code, without(both, 0), ACCEPT);
    ObjectNode params = answered(params(code), second, ACCEPT);
    params.withObject("/_meta").put("progressToken", "p");

    assertThat(both.path("inputRequests")).hasSize(2);
    assertThat(second.path("inputRequests")).hasSize(1);
    try (McpStream opened = pages.open("tools/call", params.toString())) {
      opened.next("notifications/progress");
      Gated.answer(owner, id, Answer.Action.ACCEPT);
      Gated.answer(owner, id, Answer.Action.ACCEPT);
      assertThat(opened.result().at("/structuredContent/result").asInt()).isEqualTo(2);
    }
  }

  /** What was asked, but for one of its questions. */
  private static ObjectNode without(JsonNode asked, int index) {
    ObjectNode rest = asked.deepCopy();
    List<String> names = new ArrayList<>();
    asked.path("inputRequests").fieldNames().forEachRemaining(names::add);
    rest.withObject("/inputRequests").remove(names.get(index));
    return rest;
  }

  @Test
  void aClientThatOnlyShowsFormsIsGivenALinkThen() {
    forbidNative();

    JsonNode result = execute(client, Gated.ONCE);

    assertThat(result.path("resultType").asText()).isEqualTo("complete");
    assertThat(result.at("/structuredContent/status").asText()).isEqualTo("user_approval_required");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'sampling':{}}", "{'elicitation':7}"})
  void aClientThatShowsNothingIsGivenALink(String capabilities) {
    JsonNode result = execute(plain.offering(capabilities), Gated.ONCE);

    assertThat(result.path("resultType").asText()).isEqualTo("complete");
    assertThat(result.at("/structuredContent/approvalUrl").asText()).contains("/approve/exec_");
  }

  @Test
  void theUrlSaysHowQuestionsArePut() {
    JsonNode result = execute(client.query("elicitation_mode=browser"), Gated.ONCE);

    assertThat(result.at("/structuredContent/status").asText()).isEqualTo("user_approval_required");
  }

  @Test
  void resumeAsksToo() {
    JsonNode paused = execute(plain, Gated.ONCE);
    String id = paused.at("/structuredContent/executionId").asText();
    String call = "{'name':'resume','arguments':{'executionId':'%s'}}".formatted(id);

    JsonNode asked = client.result("tools/call", call);
    ObjectNode params = (ObjectNode) StatelessMcp.tree(call);
    JsonNode result = client.result("tools/call", answered(params, asked, ACCEPT).toString());

    assertThat(asked.path("resultType").asText()).isEqualTo("input_required");
    assertThat(result.at("/structuredContent/result").asBoolean()).isTrue();
  }

  @Test
  void closingTheStreamOfARoundThatWaitsCallsTheRunOff() {
    forbidNative();
    StatelessMcp pages = plain.offering(PAGES);
    JsonNode asked = execute(pages, Gated.ONCE);
    String id = runOf(asked.path("inputRequests").elements().next());

    ObjectNode params = answered(params(Gated.ONCE), asked, ACCEPT);
    params.withObject("/_meta").put("progressToken", "p");

    try (McpStream opened = pages.open("tools/call", params.toString())) {
      opened.next("notifications/progress");
    }

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> Gated.state(owner, id) == RunState.CANCELLED);
  }

  private void forbidNative() {
    Gated.bean(Tenants.class)
        .setAnswerTerms(owner, new AnswerTerms(Duration.ofDays(1), false, false));
  }

  private static String runOf(JsonNode question) {
    String url = question.at("/params/url").asText();
    return url.substring(url.lastIndexOf('/') + 1);
  }

  private static JsonNode execute(StatelessMcp client, String code) {
    return client.result("tools/call", params(code).toString());
  }

  private static JsonNode again(StatelessMcp client, String code, JsonNode asked, String response) {
    return retry(client, code, asked, response).message().path("result");
  }

  private static Mcp.Answer retry(
      StatelessMcp client, String code, JsonNode asked, String response) {
    return retryLater(client, code, asked, response).join();
  }

  private static CompletableFuture<Mcp.Answer> retryLater(
      StatelessMcp client, String code, JsonNode asked, String response) {
    return client.later("tools/call", answered(params(code), asked, response).toString());
  }

  private static ObjectNode params(String code) {
    ObjectNode params = (ObjectNode) StatelessMcp.tree("{'name':'execute','arguments':{}}");
    params.withObject("/arguments").put("code", code);
    return params;
  }

  /** The same request with {@code response} to all it asks. */
  private static ObjectNode answered(ObjectNode params, JsonNode asked, String response) {
    params.set("requestState", asked.path("requestState"));
    asked
        .path("inputRequests")
        .fieldNames()
        .forEachRemaining(
            name -> params.withObject("/inputResponses").set(name, StatelessMcp.tree(response)));
    return params;
  }
}
