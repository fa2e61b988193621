package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.execution.model.RunId;
import sh.executor.rest.Pets;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.McpStream;
import sh.executor.testkit.Rest;
import sh.executor.testkit.StatelessMcp;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.Upstream;

/**
 * Two nodes of the packaged service: a session is at home at one of them, and its client talks to
 * the other. So does one without a session, whose every request stands for itself.
 */
class HopIT {

  private static final String ADOPT =
      "return (await tools.pets.org.main.pets.createPet({ body: { name: '%s' } })).ok";

  /** Says something before it is done. */
  private static final String SLOW =
      "{'code':'await tools.search({query: `x`}); let n = 0; while (n < 3000000) n++; return n'}";

  private static final String FORMS = "{'elicitation':{}}";
  private static final String TASKS =
      "{'elicitation':{},'extensions':{'io.modelcontextprotocol/tasks':{}}}";
  private static final String ACCEPT = "{'action':'accept','content':{}}";

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path folder;

  private static Fleet fleet;
  private static Upstream pets;

  @BeforeAll
  static void start() {
    fleet =
        new Fleet(
            folder,
            DATABASE,
            Map.of(
                "EXECUTOR_EXECUTION_LEASE", "3s",
                "EXECUTOR_MCP_STREAM_AFTER", "20s",
                "EXECUTOR_MCP_TASK_AFTER", "1s",
                "EXECUTOR_MCP_CREDENTIAL_EVERY", "1s"));
    fleet.start("a");
    fleet.start("b");
    pets = Pets.open();
    Pets.add(fleet.owner("a"), pets, "pets");
    Pets.connect(fleet.owner("a"), "pets");
  }

  @AfterAll
  static void stop() {
    fleet.close();
    pets.close();
  }

  @Test
  void aRequestIsAnsweredWhereItsSessionIsAtHome() {
    Mcp here = fleet.client("a").connect();
    Mcp there = fleet.client("b").in(here.sessionId());

    JsonNode pong = there.request("ping", "{}");
    JsonNode result = there.execute("return 6 * 7");
    JsonNode large = there.execute("return 'x'.repeat(300000)");
    int unread = there.post("{").status();

    assertThat(pong.has("result")).isTrue();
    assertThat(result.at("/result/structuredContent/result").asInt()).isEqualTo(42);
    assertThat(large.at("/result/structuredContent/result").asText()).hasSize(300_000);
    assertThat(unread).isEqualTo(400);
    assertThat(fleet.home(here.sessionId())).isEqualTo(Fleet.url(fleet.node("a")));
  }

  @Test
  void aQuestionReachesTheClientAndItsAnswerTheScript() {
    Mcp here = fleet.client("a").connect("2025-11-25", "{'elicitation':{}}");
    Mcp there = fleet.client("b").in(here.sessionId());

    try (McpStream first = there.executing(ADOPT.formatted("one"));
        McpStream second = there.executing(ADOPT.formatted("two"))) {
      here.reply(first.next("elicitation/create"), "{'action':'accept','content':{}}");
      there.reply(second.next("elicitation/create"), "{'action':'decline'}");

      assertThat(first.result().at("/structuredContent/result").asBoolean()).isTrue();
      assertThat(second.result().at("/structuredContent/result").asBoolean()).isFalse();
    }
  }

  @Test
  void aRequestIsTakenBackThroughTheOtherNode() {
    Mcp here = fleet.client("a").connect();
    Mcp there = fleet.client("b").in(here.sessionId());

    try (McpStream answer = there.calling("execute", "{'code':'while (true) {}'}")) {
      there.post(
          "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':%d}}"
              .formatted(answer.requestId()));

      assertThat(answer.endsUnanswered()).isTrue();
    }
  }

  @Test
  void aNewerStreamAtOneNodeEndsTheOneAtTheOther() {
    Mcp here = fleet.client("a").connect();
    Mcp there = fleet.client("b").in(here.sessionId());

    try (McpStream older = there.listening();
        McpStream newer = here.listening()) {
      assertThat(older.endsUnanswered()).isTrue();
      assertThat(here.delete().status()).isEqualTo(200);
      assertThat(newer.endsUnanswered()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"a, b", "b, a"})
  void aStreamThatWasCutAtOneNodeIsTakenUpAtTheOther(String one, String other) {
    Mcp home = fleet.client("a").connect();
    McpStream cut = fleet.client(one).in(home.sessionId()).calling("execute", SLOW);
    JsonNode _ = cut.next("notifications/progress");
    String last = cut.lastEventId();
    cut.close();

    Mcp client = fleet.client(other).in(home.sessionId());
    try (McpStream again = client.listeningAfter(last)) {
      assertThat(again.result().at("/structuredContent/result").asInt()).isEqualTo(3_000_000);
      again.readToItsEnd();
    }
  }

  @Test
  void anAnswerIsTakenUpAfterTheNodeDiedThatGaveIt() {
    Mcp here = fleet.client("a").connect("2025-11-25", "{'elicitation':{}}");
    Mcp there = fleet.client("b").in(here.sessionId());
    McpStream first = there.executing(ADOPT.formatted("kept"));
    JsonNode question = first.next("elicitation/create");
    String last = first.lastEventId();
    there.reply(question, "{'action':'accept','content':{}}");
    JsonNode told = first.result();
    first.close();

    fleet.node("a").kill();
    try (McpStream again = there.listeningAfter(last)) {
      assertThat(again.result()).isEqualTo(told);
      assertThat(fleet.home(here.sessionId())).isEqualTo(Fleet.url(fleet.node("b")));
    } finally {
      fleet.start("a");
    }
  }

  @Test
  void aStreamAtTheOtherNodeEndsWithTheKeyItWasOpenedWith() {
    Rest owner = fleet.owner("a");
    JsonNode key = owner.post("/account/api-keys", "{'name':'gone','kind':'agent'}").expect(200);
    Mcp here = fleet.client("a").connect();
    Mcp there = Mcp.at(fleet.node("b").mcp()).as(key.path("value").asText()).in(here.sessionId());

    try (McpStream stream = there.listening()) {
      owner.delete("/account/api-keys/" + key.path("id").asText()).expect(200);

      assertThat(stream.endsUnanswered()).isTrue();
    }
    assertThat(here.request("ping", "{}").has("result")).isTrue();
  }

  @Test
  void aRoundThatOneNodeBeganGoesOnAtTheOther() {
    JsonNode asked = execute(stateless("a", FORMS), ADOPT.formatted("round"));
    JsonNode result = again("b", ADOPT.formatted("round"), asked);
    JsonNode repeated = again("a", ADOPT.formatted("round"), asked);

    assertThat(asked.path("resultType").asText()).isEqualTo("input_required");
    assertThat(result.at("/structuredContent/result").asBoolean()).isTrue();
    assertThat(repeated.path("structuredContent")).isEqualTo(result.path("structuredContent"));
    assertThat(adopted("round")).isOne();
  }

  @Test
  void aTaskOfOneNodeIsAnsweredAtTheOther() {
    String id = task("a", ADOPT.formatted("task"));

    answer("b", id);

    assertThat(ended("b", id).at("/result/structuredContent/result").asBoolean()).isTrue();
    assertThat(ended("a", id)).isEqualTo(ended("b", id));
    assertThat(adopted("task")).isOne();
  }

  @Test
  void aTaskOfOneNodeIsCalledOffAtTheOther() {
    String id = task("a", "while (true) {}");

    JsonNode working = task("b", "tasks/get", id);
    JsonNode cancelled = task("b", "tasks/cancel", id);

    assertThat(working.path("status").asText()).isEqualTo("working");
    assertThat(cancelled.path("resultType").asText()).isEqualTo("complete");
    assertThat(ended("b", id).path("status").asText()).isEqualTo("cancelled");
    assertThat(ended("a", id).path("status").asText()).isEqualTo("cancelled");
  }

  @Test
  void roundsAndTasksOutliveTheNodeThatBeganThem() {
    JsonNode asked = execute(stateless("a", FORMS), ADOPT.formatted("left round"));
    String paused = task("a", ADOPT.formatted("left task"));
    JsonNode _ = asked("a", paused);
    String computing = task("a", "while (true) {}");

    fleet.node("a").kill();
    try {
      JsonNode result = again("b", ADOPT.formatted("left round"), asked);
      answer("b", paused);
      JsonNode working = task("b", "tasks/get", computing);
      JsonNode _ = task("b", "tasks/cancel", computing);

      assertThat(result.at("/structuredContent/result").asBoolean()).isTrue();
      assertThat(ended("b", paused).at("/result/structuredContent/result").asBoolean()).isTrue();
      assertThat(working.path("status").asText()).isEqualTo("working");
      assertThat(ended("b", computing).path("status").asText()).isEqualTo("cancelled");
      assertThat(adopted("left round")).isOne();
      assertThat(adopted("left task")).isOne();
    } finally {
      fleet.start("a");
    }
  }

  @Test
  void aSessionIsEndedFromWhereItIsNot() {
    Mcp here = fleet.client("a").connect();
    Mcp there = fleet.client("b").in(here.sessionId());

    int ended = there.delete().status();

    assertThat(ended).isEqualTo(200);
    assertThat(here.post("{'jsonrpc':'2.0','id':1,'method':'ping'}").status()).isEqualTo(404);
  }

  @Test
  void whatDiedIsTakenOverByTheNextRequest() {
    Mcp here = fleet.client("a").connect();
    Mcp there = fleet.client("b").in(here.sessionId());
    there.request("ping", "{}");

    fleet.node("a").kill();
    try {
      JsonNode pong = there.request("ping", "{}");
      JsonNode result = there.execute("return 'still here'");

      assertThat(pong.has("result")).isTrue();
      assertThat(result.at("/result/structuredContent/result").asText()).isEqualTo("still here");
      assertThat(fleet.home(here.sessionId())).isEqualTo(Fleet.url(fleet.node("b")));
    } finally {
      fleet.start("a");
    }
    assertThat(fleet.client("a").in(here.sessionId()).request("ping", "{}").has("result")).isTrue();
  }

  @Test
  void whatANodeThatDiedHadBegunIsToldApart() throws Exception {
    Mcp here = fleet.client("a").connect();
    Mcp there = fleet.client("b").in(here.sessionId());
    Instant before = Instant.now();
    CompletableFuture<Mcp.Answer> begun =
        there.postLater(
            "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'execute','arguments':"
                + "{'code':'while (true) {}'}}}");
    RunId run = runSince(before);

    fleet.node("a").kill();
    try {
      Mcp.Answer told = begun.get(30, TimeUnit.SECONDS);

      assertThat(told.status()).isEqualTo(503);
      assertThat(told.header("retry-after")).isEqualTo("1");
      assertThat(told.text()).contains("may have been carried out");
      assertThat(there.request("ping", "{}").has("result")).isTrue();
    } finally {
      // Or it goes on at the other node, for as long as it may.
      Rest.Answer _ = fleet.owner("b").post("/executions/" + run + "/cancel");
      fleet.start("a");
    }
  }

  @Test
  void aNodeThatIsHeldUpDoesNotGoOnAsTheHome() {
    Mcp here = fleet.client("a").connect();
    Mcp there = fleet.client("b").in(here.sessionId());
    fleet.node("a").freeze();
    try {
      there.request("ping", "{}");
    } finally {
      fleet.node("a").thaw();
    }

    JsonNode pong = here.request("ping", "{}");

    assertThat(pong.has("result")).isTrue();
    assertThat(fleet.home(here.sessionId())).isEqualTo(Fleet.url(fleet.node("b")));
  }

  @Test
  void aNodeThatStopsLetsGoOfItsSessionsAtOnce() throws Exception {
    Mcp here = fleet.client("a").connect();
    Mcp there = fleet.client("b").in(here.sessionId());
    Mcp direct = fleet.client("a").connect();
    List<CompletableFuture<String>> streams = List.of(there.stoodStream(), direct.stoodStream());
    JsonNode _ = here.request("ping", "{}");
    JsonNode _ = direct.request("ping", "{}");

    int code = fleet.node("a").stop();
    try {
      JsonNode pong = there.request("ping", "{}");

      assertThat(code).isEqualTo(143);
      assertThat(pong.has("result")).isTrue();
      assertThat(fleet.home(here.sessionId())).isEqualTo(Fleet.url(fleet.node("b")));
      for (CompletableFuture<String> stream : streams) {
        assertThat(stream.get(30, TimeUnit.SECONDS)).contains("the node stops, reconnect");
      }
    } finally {
      fleet.start("a");
    }
  }

  private static StatelessMcp stateless(String node, String capabilities) {
    return StatelessMcp.at(fleet.node(node).mcp(), fleet.node(node).agentKey())
        .offering(capabilities);
  }

  /** With backticks, because the client takes single quotes for those of JSON. */
  private static ObjectNode call(String code) {
    ObjectNode params = Json.object().put("name", "execute");
    params.putObject("arguments").put("code", code.replace('\'', '`'));
    return params;
  }

  private static JsonNode execute(StatelessMcp client, String code) {
    return client.result("tools/call", call(code).toString());
  }

  /** The next round of a call: yes to all that was asked. */
  private static JsonNode again(String node, String code, JsonNode asked) {
    ObjectNode params = call(code);
    params.set("requestState", asked.path("requestState"));
    accept(params, asked);
    return stateless(node, FORMS).result("tools/call", params.toString());
  }

  private static void accept(ObjectNode params, JsonNode asked) {
    asked
        .path("inputRequests")
        .fieldNames()
        .forEachRemaining(
            name -> params.withObject("/inputResponses").set(name, StatelessMcp.tree(ACCEPT)));
  }

  /** The id of the task that a call became. */
  private static String task(String node, String code) {
    JsonNode task = execute(stateless(node, TASKS), code);
    assertThat(task.path("resultType").asText()).isEqualTo("task");
    return task.path("taskId").asText();
  }

  private static JsonNode task(String node, String method, String id) {
    return stateless(node, TASKS).result(method, "{'taskId':'%s'}".formatted(id));
  }

  /** Says yes to all that a task asks. */
  private static void answer(String node, String id) {
    ObjectNode params = Json.object().put("taskId", id);
    accept(params, asked(node, id));
    assertThat(stateless(node, TASKS).ask("tasks/update", params.toString()).status())
        .isEqualTo(200);
  }

  /** A task that asks something, as soon as it does. */
  private static JsonNode asked(String node, String id) {
    return Awaitility.await("a question of " + id)
        .atMost(60, TimeUnit.SECONDS)
        .until(
            () -> task(node, "tasks/get", id),
            task -> task.path("status").asText().equals("input_required"));
  }

  /** A task that has come to something, as soon as it has. */
  private static JsonNode ended(String node, String id) {
    return Awaitility.await("the end of " + id)
        .atMost(60, TimeUnit.SECONDS)
        .until(
            () -> task(node, "tasks/get", id),
            task -> !Set.of("working", "input_required").contains(task.path("status").asText()));
  }

  /** How often a pet was adopted. */
  private static long adopted(String name) {
    return pets.ledger().stream()
        .filter(call -> call.method().equals("POST") && call.text().contains('"' + name + '"'))
        .count();
  }

  /** The run that was begun since, once it is under way. */
  private static RunId runSince(Instant before) {
    return Awaitility.await("a run under way")
        .atMost(60, TimeUnit.SECONDS)
        .until(
            () ->
                DATABASE
                    .database()
                    .one(
                        "select id from run where state = 'running' and created_at >= ?",
                        row -> new RunId(row.uuid(1)),
                        before),
            Optional::isPresent)
        .orElseThrow();
  }
}
