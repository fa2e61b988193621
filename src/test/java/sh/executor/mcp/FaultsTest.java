package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.executor.database.Database;
import sh.executor.database.Sql;
import sh.executor.execution.Cancellation;
import sh.executor.execution.ExecutionStack;
import sh.executor.execution.Resource;
import sh.executor.execution.model.Answer;
import sh.executor.execution.model.RunFilter;
import sh.executor.execution.model.RunState;
import sh.executor.execution.model.RunSummary;
import sh.executor.kernel.Caller;
import sh.executor.secret.Seals;
import sh.executor.testkit.Cast;
import sh.executor.testkit.McpStream;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.StatelessMcp;

/** What clients without a session see when something fails that is not theirs. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class FaultsTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String CALL =
      "{'name':'execute','_meta':{'progressToken':'p'},'arguments':{}}";

  private final Cast cast = Cast.assemble();
  private final Caller owner = cast.owner().caller();
  private final StatelessMcp client =
      StatelessMcp.at(McpService.endpoint(), McpService.agentKey(owner));

  @BeforeEach
  void connect() {
    Gated.connect(owner);
  }

  @Test
  void aStreamEndsWithItsAnswerWhateverHappens() throws Exception {
    ObjectNode params = (ObjectNode) StatelessMcp.tree(CALL);
    // A call that comes back is told of, which makes the answer a stream.
    params.withObject("/arguments").put("code", "await tools.search({query: 'x'}); " + Gated.ONCE);
    params
        .withObject("/_meta")
        .put(ModernMeta.VERSION, Era.MODERN_VERSION)
        .putObject(ModernMeta.CAPABILITIES)
        .putObject("elicitation");
    TestExchange exchange =
        new TestExchange(
            Map.of(
                Era.VERSION_HEADER,
                Era.MODERN_VERSION,
                "mcp-method",
                "tools/call",
                "mcp-name",
                "execute"));
    Inbound call =
        new Inbound.Single(new Message.Request(IntNode.valueOf(7), "tools/call", params));

    assertThatThrownBy(() -> withoutClock().post(exchange, owner, Resource.DEFAULT, call))
        .hasMessage("no clock");
    JsonNode last = exchange.nextMessage();
    while (last.has("method")) {
      last = exchange.nextMessage();
    }

    assertThat(last.path("id").asInt()).isEqualTo(7);
    assertThat(last.at("/error/code").asInt()).isEqualTo(-32603);
  }

  /** An endpoint that fails as it says what it wants of a client. */
  private static ModernEndpoint withoutClock() {
    RequestStates states =
        new RequestStates(
            Gated.bean(Seals.class),
            Gated.bean(McpConfig.class),
            () -> {
              throw new IllegalStateException("no clock");
            });
    return new ModernEndpoint(
        Gated.bean(McpConfig.class),
        Gated.bean(Timers.class),
        Gated.bean(Methods.class),
        Gated.bean(ModernMethods.class),
        new RoundTrips(states, Gated.bean(NativeAnswers.class), Gated.bean(ExecutionStack.class)),
        Gated.bean(ModernListen.class));
  }

  /** It is looked up so late that whoever spoils the look is there before. */
  @Test
  void aRunThatCanNotBeLookedUpForAMomentIsATaskAllTheSame() throws Exception {
    McpConfig patient = TestMcpConfig.with(Map.of("executor.mcp.task-after", "10s"));
    String code = "await null; while (true) {}";
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      LongRuns runs = new LongRuns(patient, threads);
      Future<LongRuns.Begun> begun =
          threads.submit(() -> runs.begin(Gated.runs(owner), code, new Cancellation(), path -> {}));
      RunSummary run = await().atMost(SOON).until(this::running, Optional::isPresent).orElseThrow();
      try {
        loseALook();

        assertThat(begun.get(SOON.toSeconds(), TimeUnit.SECONDS))
            .isInstanceOfSatisfying(
                LongRuns.Begun.GoesOn.class,
                goesOn -> assertThat(goesOn.run().id()).isEqualTo(run.id()));
      } finally {
        boolean _ = Gated.runs(owner).cancel(run.id().toString());
      }
    }
  }

  @Test
  void aRunThatCanNotBeLookedAtForAMomentIsWaitedFor() {
    String id =
        client
            .call("execute", "{'code':'%s'}".formatted(Gated.ONCE))
            .at("/structuredContent/executionId")
            .asText();
    String resume =
        "{'name':'resume','_meta':{'progressToken':'p'},'arguments':{'executionId':'%s'}}"
            .formatted(id);

    try (McpStream waiting = client.open("tools/call", resume)) {
      waiting.next("notifications/progress");
      loseALook();
      Gated.answer(owner, id, Answer.Action.ACCEPT);

      assertThat(waiting.result().at("/structuredContent/result").asBoolean()).isTrue();
    }
  }

  private Optional<RunSummary> running() {
    return Gated.runs(owner)
        .runs(new RunFilter(null, RunState.RUNNING, null, null), 0, 1)
        .items()
        .stream()
        .findFirst();
  }

  /** Breaks the connection of whoever looks at a run next. */
  private static void loseALook() {
    boolean _ =
        Gated.bean(Database.class)
            .transact(
                transaction -> {
                  transaction.run("lock table run in access exclusive mode");
                  await().pollInSameThread().atMost(SOON).until(() -> broken(transaction) > 0);
                  return true;
                });
  }

  private static int broken(Sql sql) {
    boolean _ = sql.one("select pg_stat_clear_snapshot() is null", row -> true).orElseThrow();
    return sql.list(
            """
            select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and wait_event_type = 'Lock'
               and query ~ 'from run\\s+where tenant_id' and query !~ 'cancel_wish|^update|^with'
            """,
            row -> true)
        .size();
  }
}
