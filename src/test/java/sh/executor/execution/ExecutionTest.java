package sh.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.catalog.Connections;
import sh.executor.catalog.Integrations;
import sh.executor.catalog.model.AuthMethod;
import sh.executor.catalog.model.NewConnection;
import sh.executor.catalog.model.NewIntegration;
import sh.executor.catalog.model.Source;
import sh.executor.execution.model.CallRecord;
import sh.executor.execution.model.RunId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Owner;
import sh.executor.policy.Action;
import sh.executor.policy.Policies;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class ExecutionTest {

  private static final String CHANGE = "trial.org.main.change.it";

  private static final Logger LOGGED = Logger.getLogger(Defects.class.getName());

  private final Caller owner = Cast.assemble().owner().caller();

  @Inject ExecutionStack stack;
  @Inject Integrations integrations;
  @Inject Connections connections;
  @Inject Policies policies;
  @Inject TrialKind kind;

  @BeforeEach
  void connect() {
    integrations.add(
        owner,
        new NewIntegration(
            TrialKind.NAME,
            new Source.Text("any"),
            null,
            null,
            null,
            JsonNodeFactory.instance.objectNode()));
    connections.create(
        owner,
        new NewConnection(
            Owner.ORG, "main", "trial", AuthMethod.NONE_ID, null, null, null, Map.of()));
  }

  @AfterEach
  void listenNoMore() {
    LOGGED.setFilter(null);
  }

  @Test
  void theLimitsOfThisInstallationCount() {
    ExecutionOutcome outcome = execute("// " + "x".repeat(1_000 << 10));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            ExecutionOutcome.Failed.class,
            failed -> assertThat(failed.error()).contains("1,024,000"));
  }

  @Test
  void aToolAnswersAnEnvelope() {
    JsonNode result = run("return await tools.trial.org.main.look.echo({ a: [1, null] })");

    assertThat(result.path("ok").asBoolean()).isTrue();
    assertThat(result.path("data")).hasToString("{\"a\":[1,null]}");
    assertThat(result.at("/http/status").asInt()).isEqualTo(200);
    assertThat(result.at("/http/headers/x-trial").asText()).isEqualTo("yes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "body | {\"x\": [1]} | {\"x\":[1]}",
        "body | no json | \"no json\"",
        "body | 12 | 12",
        "text | 12 | \"1\"",
      })
  void aBodyIsJsonIfItCanBeOne(String tool, String body, String data) {
    JsonNode result =
        run("return await tools.trial.org.main.look.%s({ body: `%s` })".formatted(tool, body));

    assertThat(result.path("ok").asBoolean()).isTrue();
    assertThat(result.path("data")).hasToString(data);
  }

  @Test
  void whatTheOtherSideRefusesIsAValue() {
    JsonNode error = run("return (await tools.trial.org.main.look.fail({ why: 1 })).error");

    assertThat(error)
        .hasToString(
            "{\"code\":\"upstream_http_error\",\"message\":\"It said no\",\"status\":418,\"details\":{\"why\":1},\"retryable\":true}");
  }

  @Test
  void aFaultOfOursIsANumber() {
    ExecutionOutcome outcome = execute("return await tools.trial.org.main.look.boom({})");

    assertThat(outcome)
        .isInstanceOfSatisfying(
            ExecutionOutcome.Failed.class,
            failed ->
                assertThat(failed.error())
                    .containsPattern("Internal tool error \\[[0-9a-f]{8}\\]")
                    .doesNotContain(TrialKind.SECRET, "IllegalState", "sh.executor"));
  }

  @Test
  void callsAreMadeSideBySide() {
    JsonNode result =
        run(
            """
            const all = await Promise.all(
              Array.from({ length: %d }, () => tools.trial.org.main.look.meet({})));
            return all.map((one) => one.data);"""
                .formatted(TrialKind.MEETING));

    assertThat(result).hasSize(TrialKind.MEETING).allMatch(met -> met.asText().equals("met"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"trial.org.main.look.ecko", "trial.org.other.look.echo", "look.echo"})
  void whatIsNotThereComesWithSuggestions(String path) {
    JsonNode error = run("return (await tools['%s']({})).error".formatted(path));

    assertThat(error.path("code").asText()).isEqualTo("tool_not_found");
    assertThat(error.at("/details/path").asText()).isEqualTo(path);
    assertThat(error.at("/details/suggestions").isArray()).isTrue();
  }

  @Test
  void aWriteWaitsForAPersonUnlessARuleAllowsIt() {
    int before = kind.changes.get();

    ExecutionOutcome asked = execute("return (await tools.%s({})).error".formatted(CHANGE));
    policies.create(owner, Owner.ORG, CHANGE, Action.APPROVE, null, false);
    JsonNode allowed = run("return await tools.%s({})".formatted(CHANGE));

    assertThat(asked).isInstanceOf(ExecutionOutcome.Paused.class);
    assertThat(allowed.path("ok").asBoolean()).isTrue();
    assertThat(kind.changes.get()).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "return deep | The result of the script is nested",
        "emit(deep) | What the script emitted is nested",
        "await tools.trial.org.main.look.echo({ deep }) | The argument of",
        "await tools.search(deep) | The argument of search",
        "return { ['n'.repeat(50001)]: 1 } | a name of more than 50000",
      })
  void aValueThatIsTooDeepIsAnErrorThatSaysSo(String code, String error) {
    ExecutionOutcome outcome =
        execute("let deep = 1; for (let i = 0; i < 900; i++) deep = [deep]; " + code);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            ExecutionOutcome.Failed.class, failed -> assertThat(failed.error()).contains(error));
  }

  @Test
  void nobodyIsAskedAboutACallThatCanNotBeMade() {
    JsonNode error = run("return (await tools.%s({ bad: 1 })).error".formatted(CHANGE));

    assertThat(error.path("code").asText()).isEqualTo("invalid_tool_arguments");
  }

  @Test
  void aToolTakesOneObject() {
    JsonNode error = run("return (await tools.trial.org.main.look.echo([1])).error");

    assertThat(error.path("code").asText()).isEqualTo("invalid_tool_arguments");
    assertThat(error.path("message").asText()).contains("one object");
  }

  @Test
  void whatIsBlockedIsNeitherMadeNorShown() {
    policies.create(owner, Owner.ORG, CHANGE, Action.BLOCK, null, false);

    ExecutionOutcome outcome =
        execute(
            owner,
            new ExecuteRequest(
                """
                return {
                  called: await tools.%1$s({}),
                  described: await tools.describe.tool({ path: "%1$s" }),
                  found: await tools.search({ query: "change" }),
                };"""
                    .formatted(CHANGE),
                true));

    JsonNode result = completed(outcome);
    assertThat(result.at("/called/error/code").asText()).isEqualTo("tool_blocked");
    assertThat(result.at("/described/error/code").asText()).isEqualTo("tool_not_found");
    assertThat(result.at("/found/items").findValuesAsText("path")).doesNotContain(CHANGE);
  }

  @Test
  void aPersonMayApproveInAdvanceAndAnAgentMayNot() {
    Caller agent =
        new Caller(owner.tenant(), owner.account(), owner.role(), Caller.Credential.AGENT);
    ExecuteRequest request =
        new ExecuteRequest("return await tools.%s({})".formatted(CHANGE), true);

    JsonNode byPerson = completed(execute(owner, request));
    ExecutionOutcome byAgent = execute(agent, request);

    assertThat(byPerson.path("ok").asBoolean()).isTrue();
    assertThat(byAgent).isInstanceOf(ExecutionOutcome.Paused.class);
  }

  @Test
  void toolsAreFoundListedAndDescribed() {
    JsonNode result =
        run(
            """
            return {
              found: await tools.search({ query: "echo", limit: 1 }),
              all: await tools.search({ namespace: "trial", query: "", limit: 4, offset: 6 }),
              integrations: await tools.executor.integrations.list(),
              described: await tools.describe.tool({ path: "trial.org.main.look.echo" }),
              unknown: await tools.describe.tool({ path: "trial.org.main.none" }),
            };""");

    assertThat(result.at("/found/items/0/path").asText()).isEqualTo("trial.org.main.look.echo");
    assertThat(result.at("/found/items/0/score").asInt()).isPositive();
    assertThat(result.at("/all/total").asInt()).isEqualTo(9);
    assertThat(result.at("/all/items")).hasSize(3);
    assertThat(result.at("/all/hasMore").asBoolean()).isFalse();
    assertThat(result.at("/all/nextOffset").isNull()).isTrue();
    assertThat(result.at("/integrations/items/0"))
        .hasToString(
            "{\"id\":\"trial\",\"name\":\"Trial\",\"description\":\"Ends in every way\",\"kind\":\"trial\",\"canRemove\":true,\"canRefresh\":false,\"toolCount\":9}");
    assertThat(result.at("/described/outputTypeScript").asText()).contains("ok: true");
    assertThat(result.at("/unknown/error/code").asText()).isEqualTo("tool_not_found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tools.search() | tools.search takes an object",
        "tools.search('x') | tools.search takes an object",
        "tools.search({ query: 1 }) | query must be a string",
        "tools.search({ query: 'x', limit: 0 }) | limit must be a number greater than 0",
        "tools.search({ query: 'x', limit: NaN }) | limit must be a finite number",
        "tools.search({ query: 'x', offset: -1 }) | offset must be a number of at least 0",
        "tools.describe.tool({}) | path must be a non-empty string",
        "tools.describe.tool({ path: 'a', includeSchemas: true }) | no argument includeSchemas",
        "tools.executor.integrations.list({ limit: 'x' }) | limit must be a finite number",
      })
  void aBuiltInSaysWhatIsWrongWithItsArgument(String call, String complaint) {
    ExecutionOutcome outcome = execute("return await " + call);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            ExecutionOutcome.Failed.class,
            failed -> assertThat(failed.error()).contains(complaint));
  }

  @Test
  void logsAndEmissionsComeWithAnError() {
    ExecutionOutcome outcome =
        execute("console.log('a', 1); emit({ x: 1 }); throw new TypeError('wrong')");

    assertThat(outcome)
        .isInstanceOfSatisfying(
            ExecutionOutcome.Failed.class,
            failed -> {
              assertThat(failed.error()).startsWith("TypeError: wrong");
              assertThat(failed.logs()).containsExactly("[log] a 1");
              assertThat(failed.emitted()).hasToString("[{\"x\":1}]");
            });
  }

  @Test
  void aCallNobodyWaitedForIsMadeAllTheSame() {
    policies.create(owner, Owner.ORG, CHANGE, Action.APPROVE, null, false);
    int before = kind.changes.get();

    JsonNode result = run("tools.%s({}); return 1".formatted(CHANGE));

    assertThat(result.asInt()).isEqualTo(1);
    assertThat(kind.changes.get()).isEqualTo(before + 1);
  }

  @Test
  void aRunThatIsCalledOffBreaksItsCallsOff() throws Exception {
    Cancellation cancellation = new Cancellation();
    List<LogRecord> defects = new CopyOnWriteArrayList<>();
    LOGGED.setFilter(defects::add);
    CompletableFuture<ExecutionOutcome> running = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () ->
                running.complete(
                    execute(
                        owner,
                        ExecuteRequest.of("return await tools.trial.org.main.look.wait({})"),
                        cancellation)));
    assertThat(kind.waiting.await(20, TimeUnit.SECONDS)).isTrue();

    cancellation.cancel("enough");

    ExecutionOutcome outcome = running.get(20, TimeUnit.SECONDS);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            ExecutionOutcome.Failed.class,
            failed -> assertThat(failed.error()).contains("cancelled"));
    assertThat(kind.brokenOff.get(20, TimeUnit.SECONDS).join(Duration.ofSeconds(20))).isTrue();
    assertThat(defects).isEmpty();
    assertThat(
            stack
                .forCaller(owner, Resource.DEFAULT)
                .journal(RunId.parse(outcome.executionId()).orElseThrow())
                .orElseThrow())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.state()).isEqualTo(CallRecord.State.FAILED);
              assertThat(call.error()).isEqualTo("run_ended");
              assertThat(call.endedAt()).isNotNull();
            });
  }

  private JsonNode run(String code) {
    return completed(execute(code));
  }

  private static JsonNode completed(ExecutionOutcome outcome) {
    assertThat(outcome).isInstanceOf(ExecutionOutcome.Completed.class);
    return ((ExecutionOutcome.Completed) outcome).result();
  }

  private ExecutionOutcome execute(String code) {
    return execute(owner, ExecuteRequest.of(code));
  }

  private ExecutionOutcome execute(Caller caller, ExecuteRequest request) {
    return execute(caller, request, new Cancellation());
  }

  private ExecutionOutcome execute(
      Caller caller, ExecuteRequest request, Cancellation cancellation) {
    try {
      return stack.forCaller(caller, Resource.DEFAULT).execute(request, cancellation, path -> {});
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}
