package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.execution.Cancellation;
import sh.executor.execution.ExecutionOutcome;
import sh.executor.execution.model.Answer;
import sh.executor.tenant.AnswerTerms;
import sh.executor.tenant.Tenants;
import sh.executor.testkit.Cast;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.StatelessMcp;

/** Clients that need not wait for runs that take long. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class TasksTest {

  private static final String TASKS = "'extensions':{'io.modelcontextprotocol/tasks':{}}";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String ENDLESS = "while (true) {}";

  private final Cast cast = Cast.assemble();
  private final StatelessMcp plain =
      StatelessMcp.at(McpService.endpoint(), McpService.agentKey(cast.owner().caller()));
  private final StatelessMcp client = plain.offering("{" + TASKS + "}");
  private final StatelessMcp asking = plain.offering("{'elicitation':{}," + TASKS + "}");

  @BeforeEach
  void connect() {
    Gated.connect(cast.owner().caller());
  }

  @Test
  void theExtensionIsAdvertised() {
    JsonNode capabilities = plain.result("server/discover", "{}").path("capabilities");

    assertThat(capabilities.path("extensions").path(Tasks.EXTENSION).isObject()).isTrue();
    assertThat(capabilities.has("tasks")).isFalse();
  }

  @Test
  void whatEndsSoonIsNoTask() throws Exception {
    McpConfig patient = TestMcpConfig.with(Map.of("executor.mcp.task-after", "30s"));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      LongRuns.Begun begun =
          new LongRuns(patient, threads)
              .begin(Gated.runs(cast.owner().caller()), "return 7", new Cancellation(), path -> {});

      assertThat(begun)
          .isInstanceOfSatisfying(
              LongRuns.Begun.Rested.class,
              rested ->
                  assertThat(rested.outcome()).isInstanceOf(ExecutionOutcome.Completed.class));
    }
  }

  /** On a slow machine one may take longer than is soon. */
  @Test
  void whatEndedSoonIsAnsweredAsIfThereWereNoTasks() {
    JsonNode result =
        await()
            .atMost(SOON)
            .until(
                () -> execute(client, "return 7"),
                one -> one.path("resultType").asText().equals("complete"));

    assertThat(result.at("/structuredContent/result").asInt()).isEqualTo(7);
  }

  @Test
  void aRunThatTakesLongIsATaskAndIsCalledOffAsOne() {
    JsonNode task = execute(client, ENDLESS);
    String id = task.path("taskId").asText();
    JsonNode working = task("tasks/get", id);
    JsonNode acknowledged = task("tasks/cancel", id);

    assertThat(task.path("resultType").asText()).isEqualTo("task");
    assertThat(task.path("status").asText()).isEqualTo("working");
    assertThat(task.has("content")).isFalse();
    assertThat(task.path("ttlMs").isNull()).isTrue();
    assertThat(task.path("pollIntervalMs").asLong()).isPositive();
    assertThat(working.path("resultType").asText()).isEqualTo("complete");
    assertThat(working.path("status").asText()).isEqualTo("working");
    assertThat(acknowledged.path("resultType").asText()).isEqualTo("complete");
    assertThat(acknowledged.has("status")).isFalse();
    await().atMost(SOON).until(() -> status(id).equals("cancelled"));
    assertThat(task("tasks/cancel", id).path("resultType").asText()).isEqualTo("complete");
  }

  @Test
  void aTaskAsksAndGoesOn() {
    JsonNode task = execute(asking, Gated.ONCE);
    String id = task.path("taskId").asText();
    JsonNode asked = asked(id);
    ObjectNode update = params(id);
    String name = asked.path("inputRequests").fieldNames().next();
    update.withObject("/inputResponses/nothing").put("action", "accept");
    update.withObject("/inputResponses").set(name, StatelessMcp.tree("{'action':'accept'}"));
    JsonNode acknowledged = asking.result("tasks/update", update.toString());

    assertThat(task.path("resultType").asText()).isEqualTo("task");
    assertThat(task.has("inputRequests")).isFalse();
    assertThat(asked.path("status").asText()).isEqualTo("input_required");
    assertThat(asked.path("resultType").asText()).isEqualTo("complete");
    assertThat(asked.path("inputRequests").path(name).path("method").asText())
        .isEqualTo("elicitation/create");
    assertThat(acknowledged.path("resultType").asText()).isEqualTo("complete");
    await().atMost(SOON).until(() -> status(id).equals("completed"));
    assertThat(task("tasks/get", id).at("/result/structuredContent/result").asBoolean()).isTrue();
  }

  @Test
  void whatDoesNotCountIsRefusedAndCanBeSaidAgain() {
    String id = execute(asking, Gated.ONCE).path("taskId").asText();
    JsonNode asked = asked(id);
    String name = asked.path("inputRequests").fieldNames().next();

    Mcp.Answer nonsense = asking.ask("tasks/update", answering(id, name, "{'action':'perhaps'}"));
    JsonNode again = asking.result("tasks/get", params(id).toString());
    Mcp.Answer sense = asking.ask("tasks/update", answering(id, name, "{'action':'accept'}"));

    assertThat(nonsense.message().at("/error/code").asInt()).isEqualTo(-32602);
    assertThat(nonsense.message().at("/error/message").asText()).contains(name, "neither accept");
    assertThat(again.path("inputRequests").has(name)).isTrue();
    assertThat(sense.message().at("/result/resultType").asText()).isEqualTo("complete");
  }

  @Test
  void aTaskWhoseQuestionIsAnsweredOnItsPageSaysWhere() {
    StatelessMcp pages = plain.offering("{'elicitation':{'url':{}}," + TASKS + "}");
    String id = execute(pages, Gated.ONCE).path("taskId").asText();

    JsonNode waiting = waiting(pages, id, "/approve/" + id);

    assertThat(waiting.path("status").asText()).isEqualTo("working");
  }

  @Test
  void aTaskThatItsAgentDecidesSaysHow() {
    Gated.bean(Tenants.class)
        .setAnswerTerms(cast.owner().caller(), new AnswerTerms(Duration.ofDays(1), true, true));
    StatelessMcp model = client.query("elicitation_mode=model");
    String id = execute(model, Gated.ONCE).path("taskId").asText();

    JsonNode waiting = waiting(model, id, "resume");

    assertThat(waiting.path("status").asText()).isEqualTo("working");
    assertThat(waiting.path("statusMessage").asText()).contains(id);
  }

  private static String answering(String id, String name, String answer) {
    ObjectNode update = params(id);
    update.withObject("/inputResponses").set(name, StatelessMcp.tree(answer));
    return update.toString();
  }

  @Test
  void aTaskThatSomebodyElseDecidesSaysWhere() {
    String id = execute(client, Gated.ONCE).path("taskId").asText();
    JsonNode waiting = waiting(client, id, "/approve/" + id);
    Gated.answer(cast.owner().caller(), id, Answer.Action.DECLINE);

    assertThat(waiting.path("status").asText()).isEqualTo("working");
    await().atMost(SOON).until(() -> status(id).equals("completed"));
    assertThat(task("tasks/get", id).at("/result/isError").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks/get", "tasks/update", "tasks/cancel"})
  void whoDoesNotTakeTasksIsToldSo(String method) {
    Mcp.Answer answer = plain.ask(method, "{'taskId':'any','inputResponses':{}}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message().at("/error/code").asInt()).isEqualTo(-32021);
    assertThat(
            answer
                .message()
                .at("/error/data/requiredCapabilities/extensions")
                .path(Tasks.EXTENSION)
                .isObject())
        .isTrue();
  }

  @Test
  void aTaskIsNobodyElses() {
    String id = execute(client, Gated.ONCE).path("taskId").asText();
    StatelessMcp stranger =
        StatelessMcp.at(McpService.endpoint(), cast.member().key()).offering("{" + TASKS + "}");

    for (String method : new String[] {"tasks/get", "tasks/update", "tasks/cancel"}) {
      ObjectNode params = params(id);
      params.putObject("inputResponses");
      Mcp.Answer answer = stranger.ask(method, params.toString());

      assertThat(answer.message().at("/error/code").asInt()).isEqualTo(-32602);
    }
    assertThat(status(id)).isEqualTo("working");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks/list", "tasks/result"})
  void whatTheExtensionDoesNotHaveIsNotFound(String method) {
    Mcp.Answer answer = client.ask(method, "{'taskId':'any'}");

    assertThat(answer.status()).isEqualTo(404);
  }

  @Test
  void theHeaderNamesTheTask() {
    Mcp.Answer answer = client.with("mcp-name", "other").ask("tasks/get", "{'taskId':'any'}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message().at("/error/code").asInt()).isEqualTo(-32020);
  }

  /** A task once it asks its client. */
  private JsonNode asked(String id) {
    return await("a question of " + id)
        .atMost(SOON)
        .until(
            () -> asking.result("tasks/get", params(id).toString()),
            task -> task.path("status").asText().equals("input_required"));
  }

  /** A task once it says what it waits for. */
  private static JsonNode waiting(StatelessMcp client, String id, String what) {
    return await(id + " to wait for " + what)
        .atMost(SOON)
        .until(
            () -> client.result("tasks/get", params(id).toString()),
            task -> task.path("statusMessage").asText().contains(what));
  }

  private String status(String id) {
    return task("tasks/get", id).path("status").asText();
  }

  private JsonNode task(String method, String id) {
    return client.result(method, params(id).toString());
  }

  private static ObjectNode params(String id) {
    return Json.object().put("taskId", id);
  }

  private static JsonNode execute(StatelessMcp client, String code) {
    ObjectNode params = Json.object().put("name", "execute");
    params.putObject("arguments").put("code", code);
    return client.result("tools/call", params.toString());
  }
}
