package sh.executor.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.database.Database;
import sh.executor.database.DatabaseLogin;
import sh.executor.database.Sql;
import sh.executor.rest.Pets;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.Rest;
import sh.executor.testkit.ServiceProcess;
import sh.executor.testkit.TestDatabase;
import sh.executor.testkit.Upstream;

/** What becomes of things when the packaged service is stopped or killed in their middle. */
class RestartIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String READ = "return (await tools.pets.org.main.pets.listPets({})).data";
  private static final String SLOW_READ =
      "return (await tools.pets.org.main.pets.listPets({ limit: 9 })).data";
  private static final String WRITE =
      "return (await tools.pets.org.main.pets.createPet({ body: { name: 'Tom' } })).http.status";
  private static final Path DESCRIPTION =
      Path.of("src/test/npm/node_modules/@octokit/openapi/generated/api.github.com.json");
  private static final String WRITERS_HELD_UP =
      """
      select count(*) from pg_locks join pg_class on relation = pg_class.oid
      where relname = 'definition' and mode = 'RowExclusiveLock' and not granted
        and database = (select oid from pg_database where datname = current_database())
      """;
  private static final String ROWS =
      """
      select (select count(*) from integration) + (select count(*) from integration_revision)
        + (select count(*) from operation) + (select count(*) from definition)
      """;

  /** Waits for a call under way for long enough to be told that it may come back. */
  private static final Map<String, String> PATIENT =
      Map.of("EXECUTOR_EXECUTION_DRAIN", "20S", "QUARKUS_SHUTDOWN_TIMEOUT", "25S");

  @TempDir Path folder;

  @Test
  void aSessionGoesOnAndWhatWasUnderWayIsDoneOnce() throws Exception {
    try (TestDatabase database = TestDatabase.empty();
        Upstream pets = Pets.open()) {
      String session;
      String writing;
      String reading;
      try (ServiceProcess first = start(database, PATIENT)) {
        connect(owner(first), pets);
        Mcp agent = agent(first).connect();
        session = agent.sessionId();
        assertThat(agent.execute(READ).at("/result/structuredContent/result/0/name").asText())
            .isEqualTo("Rex");

        CountDownLatch letGo = hold(pets);
        CompletableFuture<JsonNode> write = later(() -> agent.execute(WRITE));
        CompletableFuture<JsonNode> read = later(() -> agent.execute(SLOW_READ));
        await().atMost(SOON).until(() -> pets.ledger("POST", "/pets").size() == 1);
        await().atMost(SOON).until(() -> pets.ledger("GET", "/pets").size() == 2);
        CompletableFuture<Integer> stopped = later(first::stop);
        // A read can be made again, so that it is not waited for; a write is.
        reading = assertGoesOn(read.join());
        letGo.countDown();
        writing = assertGoesOn(write.join());
        assertThat(stopped.join()).isIn(0, 130, 143);
      }
      pets.answer(call -> Pets.answer(pets, call));

      try (ServiceProcess second = start(database)) {
        assertThat(assertCompletes(owner(second), writing).asInt()).isEqualTo(201);
        assertThat(assertCompletes(owner(second), reading).at("/0/name").asText()).isEqualTo("Rex");
        assertThat(pets.ledger("POST", "/pets")).hasSize(1);
        assertThat(agent(second).in(session).execute(READ).toString()).contains("Rex");
        second.kill();
      }

      try (ServiceProcess third = start(database)) {
        assertThat(agent(third).in(session).execute(READ).toString()).contains("Rex");
        assertThat(agent(third).in(session).delete().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void anImportThatIsKilledLeavesNothingBehind() throws Exception {
    byte[] description = Files.readAllBytes(DESCRIPTION);
    try (TestDatabase database = TestDatabase.empty();
        Upstream github =
            Upstream.answering(c -> Upstream.Reply.of(200, "application/json", description))) {
      String body =
          "{'spec':{'kind':'url','url':'%s/github.json'},'slug':'github'}".formatted(github.url());
      try (ServiceProcess first = start(database)) {
        CompletableFuture<Boolean> added =
            killedAsItWrites(
                first,
                database.database(),
                () -> owner(first).post("/openapi/specs", body).status() == 200);
        assertThat(added.join()).isFalse();
      }

      try (ServiceProcess second = start(database)) {
        assertThat(owner(second).get("/integrations").expect(200)).isEmpty();
        assertThat(count(database.database(), ROWS)).isZero();
        assertThat(owner(second).post("/openapi/specs", body).expect(200).path("toolCount").asInt())
            .isEqualTo(1223);
      }
    }
  }

  /** Kills a service that has written operations and comes to the definitions. */
  private static CompletableFuture<Boolean> killedAsItWrites(
      ServiceProcess service, Database database, Supplier<Boolean> work) {
    return database.transact(
        transaction -> {
          transaction.run("lock table definition in share row exclusive mode");
          CompletableFuture<Boolean> done = later(work).exceptionally(cut -> false);
          await("the import to write")
              .pollInSameThread()
              .atMost(SOON)
              .until(() -> count(transaction, WRITERS_HELD_UP) > 0);
          service.kill();
          return done;
        });
  }

  private static void connect(Rest owner, Upstream pets) {
    Pets.add(owner, pets, "pets");
    Pets.connect(owner, "pets");
    owner.post("/policies", "{'owner':'org','pattern':'pets.*','action':'approve'}").expect(200);
  }

  /** Has writes wait until they are let go, and slow reads for ever. */
  private static CountDownLatch hold(Upstream pets) {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    pets.answer(
        call -> {
          if (call.method().equals("POST")) {
            go.await();
          } else if (call.query() != null) {
            never.await();
          }
          return Pets.answer(pets, call);
        });
    return go;
  }

  /** Who asked is told that it goes on, and where. */
  private static String assertGoesOn(JsonNode answer) {
    JsonNode outcome = answer.at("/result/structuredContent");
    assertThat(outcome.path("status").asText()).as(answer.toString()).isEqualTo("running");
    return outcome.path("executionId").asText();
  }

  private static JsonNode assertCompletes(Rest owner, String executionId) {
    String path = "/executions/" + executionId;
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              JsonNode run = owner.get(path).expect(200);
              assertThat(run.at("/execution/status").asText())
                  .as(run.toString())
                  .isEqualTo("completed");
            });
    return owner.get(path).expect(200).at("/structured/result");
  }

  private static long count(Sql database, String sql) {
    return database.one(sql, row -> row.number(1)).orElseThrow();
  }

  private static <T> CompletableFuture<T> later(Supplier<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                done.complete(work.get());
              } catch (RuntimeException e) {
                done.completeExceptionally(e);
              }
            });
    return done;
  }

  private static Rest owner(ServiceProcess service) {
    return Rest.at(service.mcp()).as(service.ownerToken());
  }

  private static Mcp agent(ServiceProcess service) {
    return Mcp.at(service.mcp()).as(service.agentKey());
  }

  private ServiceProcess start(TestDatabase database) {
    return start(database, Map.of());
  }

  private ServiceProcess start(TestDatabase database, Map<String, String> more) {
    DatabaseLogin login = database.login();
    byte[] key = "a master key for tests, 32 bytes".getBytes(US_ASCII);
    Map<String, String> settings = new HashMap<>(more);
    settings.put("EXECUTOR_ALLOW_LOCAL_NETWORK", "true");
    settings.put("EXECUTOR_SECRET_KEY", Base64.getEncoder().encodeToString(key));
    settings.put("EXECUTOR_DATABASE_URL", login.url());
    settings.put("EXECUTOR_DATABASE_USER", login.user());
    settings.put("EXECUTOR_DATABASE_PASSWORD", login.password());
    return ServiceProcess.start(folder.resolve("data"), settings);
  }
}
