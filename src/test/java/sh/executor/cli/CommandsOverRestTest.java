package sh.executor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.rest.Paused;
import sh.executor.rest.Pets;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.Upstream;

/** Commands against a real service, as the person whose key is in the environment. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class CommandsOverRestTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LIST = "pets.org.main.pets.listPets";
  private static final String CREATE = "pets.org.main.pets.createPet";

  private final Upstream upstream = Pets.open();
  private final Cast cast = Cast.assemble();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    upstream.close();
  }

  @Test
  void anApiIsAddedConnectedAndCalled() {
    CommandRun added = run("add", "openapi", upstream.url() + "/openapi.json", "--slug", "pets");
    CommandRun connected = typing(Pets.TOKEN + "\n", Map.of(), "connect", "pets");
    CommandRun called = run("call", "pets", "org", "main", "pets", "listPets", "{\"limit\": 1}");

    assertThat(added.out().strip()).isEqualTo("Added pets, 2 tools.");
    assertThat(connected.out().strip()).isEqualTo("Connected tools.pets.org.main.");
    assertThat(called).extracting(CommandRun::code, CommandRun::told).containsExactly(0, "");
    assertThat(json(called.out()).at("/0/name").asText()).isEqualTo("Rex");
    assertThat(upstream.ledger("GET", "/pets").getFirst().query()).isEqualTo("limit=1");
  }

  @Test
  void aDescriptionMayBeAFileOrTyped() throws IOException {
    Path file = folder.resolve("pets.json");
    Files.write(file, Pets.answer(upstream, call("/openapi.json")).body());

    CommandRun fromFile = run("add", "openapi", file.toString(), "--slug", "filed", "--json");
    CommandRun typed =
        typing(Files.readString(file), Map.of(), "add", "openapi", "-", "--auth", "bearer");

    assertThat(json(fromFile.out()).path("toolCount").asInt()).isEqualTo(2);
    assertThat(typed.code()).as(typed.err()).isZero();
  }

  @Test
  void aCredentialComesFromAVariableToo() {
    add();

    CommandRun run =
        typing("", Map.of("PETS", Pets.TOKEN), "connect", "pets", "--from-env", "PETS");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run("call", LIST).out()).contains("Rex");
  }

  @Test
  void aCredentialThatIsNotThereIsMissed() {
    add();

    assertThat(run("connect", "pets").err()).contains("There is no value for");
    assertThat(run("connect", "pets", "--from-env", "NOT_SET").err()).contains("NOT_SET");
    assertThat(run("connect", "pets", "--template", "x").err()).contains("'x'", "apikey-1");
  }

  @Test
  void argumentsAreNamedPipedOrInAFile() throws IOException {
    connect();
    Path file = folder.resolve("a.json");
    Files.writeString(file, "{\"limit\": 2}");

    run("call", LIST, "--arg", "limit:=1");
    run("call", LIST, "@" + file);
    typing("{\"limit\": 3}", Map.of(), "call", LIST, "-");

    assertThat(upstream.ledger("GET", "/pets"))
        .extracting(Upstream.Call::query)
        .containsExactly("limit=1", "limit=2", "limit=3");
  }

  @Test
  void argumentsThatAreNoneAreRefusedBeforeAnythingIsAsked() {
    assertThat(run("call", LIST, "{x").err()).contains("must be JSON");
    assertThat(run("call", LIST, "--arg", "n:=[").err()).contains("--arg n:");
    assertThat(typing("[1]", Map.of(), "call", LIST, "-").err()).contains("must be a JSON object");
    assertThat(run("call", LIST, "@/nowhere").err()).contains("Can not read the file '/nowhere'");
  }

  @Test
  void aCallThatWaitsSaysHowItGoesOnAndDoes() {
    connect();

    CommandRun paused = run("call", CREATE, "{\"body\": {\"name\": \"Tom\"}}");
    String line =
        paused
            .out()
            .lines()
            .filter(one -> one.contains("--action accept"))
            .findFirst()
            .orElseThrow();
    CommandRun resumed = run(line.strip().substring("executor ".length()).split(" "));

    assertThat(paused.code()).isZero();
    assertThat(paused.out()).contains("Approve in browser:\n  " + base() + "/approve/");
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(upstream.ledger("POST", "/pets")).hasSize(1);
  }

  @Test
  void aRunThatWaitsIsListedShownAndCancelled() {
    connect();
    String id = Paused.id(Paused.pause(cast.admin().rest(), Paused.CREATE));

    CommandRun listed = run("runs", "list", "--status", "waiting", "--mine");
    CommandRun shown = run("runs", "show", id);
    CommandRun cancelled = run("runs", "cancel", id);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> run("runs", "show", id).out().contains("Status: cancelled"));
    CommandRun again = run("runs", "cancel", id, "--json");

    assertThat(listed.out()).contains(id, "waiting");
    assertThat(shown.out())
        .contains("Status: waiting", "pets.org.main.pets.createPet", "Waits for");
    assertThat(cancelled.out().strip()).isEqualTo("Cancelled.");
    assertThat(json(again.out()).path("cancelled").asBoolean(true)).isFalse();
  }

  @Test
  void whatAToolAnswersIfNotWellIsAFailure() {
    connect();
    upstream.answer(call -> Upstream.Reply.json(500, "{\"message\":\"broken\"}"));

    CommandRun run = run("call", LIST);
    CommandRun missing = run("call", "pets.org.main.nothing");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("executor: ");
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).contains("tool_not_found");
    assertThat(run("call", LIST, "--json").code()).isEqualTo(1);
  }

  @Test
  void toolsAreFoundListedAndDescribed() {
    connect();

    CommandRun found = run("tools", "search", "list all pets", "--namespace", "pets");
    CommandRun integrations = run("tools", "integrations", "--query", "PETS");
    CommandRun none = run("tools", "integrations", "--query", "zebra");
    CommandRun described = run("tools", "describe", LIST);

    assertThat(found.out()).contains(LIST, "All pets");
    assertThat(integrations.out()).contains("pets", "openapi");
    assertThat(none.out()).isEmpty();
    assertThat(described.out())
        .contains("Usage: executor call pets org main pets listPets", "limit?");
    assertThat(json(run("tools", "describe", LIST, "--json").out()).has("inputSchema")).isTrue();
    assertThat(json(run("tools", "search", "pets", "--json").out()).path("items")).isNotEmpty();
    assertThat(json(run("tools", "integrations", "--json").out())).hasSize(1);
  }

  @Test
  void aToolThatIsNotThereIsNamedWithTheNearest() {
    connect();

    CommandRun run = run("tools", "describe", "pets.org.main.pets.listPet", "--json");

    assertThat(run.code()).isEqualTo(1);
    assertThat(json(run.told()).path("_tag").asText()).isEqualTo("ToolNotFoundError");
    assertThat(run.err()).contains("listPets");
  }

  @Test
  void whoeverHasNoToolsYetIsToldHowToGetThem() {
    CommandRun run = run("call");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("executor: There are no tools yet", "add openapi");
  }

  @Test
  void helpBrowsesTheToolsLevelByLevel() {
    connect();

    CommandRun root = run("call");
    CommandRun group = run("call", "pets", "org", "main", "--help");
    CommandRun matching = run("call", "pets.org.main.pets", "--help", "--match", "new");
    CommandRun leaf = run("call", "tools.pets.org.main.pets.listPets", "--help");
    CommandRun nothing = run("call", "zebra", "--help");

    assertThat(root.out()).contains("  pets", "2", "Drill down: executor call pets --help");
    assertThat(group.out()).contains("  pets").contains("pets org main pets --help");
    assertThat(matching.out()).contains("createPet").doesNotContain("listPets");
    assertThat(leaf.out()).contains("Tool: " + LIST, "Input:");
    assertThat(nothing.code()).isEqualTo(1);
    assertThat(nothing.err()).contains("executor: Nothing is at 'zebra'");
    assertThat(json(run("call", "pets", "--help", "--json").out()).at("/items/0/name").asText())
        .isEqualTo("org");
  }

  @Test
  void whatTheServerCanNotAddItSaysItself() {
    CommandRun graphql = run("add", "graphql", "https://api.example/graphql");
    CommandRun mcp = run("add", "mcp", "https://mcp.example/mcp", "--name", "It");

    assertThat(graphql.code()).isEqualTo(1);
    assertThat(graphql.err()).contains("can not add GraphQL APIs yet");
    assertThat(mcp.err()).contains("can not add MCP servers yet");
  }

  @Test
  void oneKnowsWhereOneIsAndWho() {
    CommandRun whoami = run("whoami");
    CommandRun web = run("web");
    CommandRun doctor = run("doctor", "--json");

    assertThat(whoami.out()).contains("Server:       " + base(), "@example.com", "Cast ");
    assertThat(json(run("whoami", "--json").out()).at("/account/organization/id").asText())
        .isNotEmpty();
    assertThat(web.out().strip()).isEqualTo(base() + "/");
    assertThat(doctor.code()).as(doctor.out()).isZero();
    assertThat(json(doctor.out()).path("checks").findValuesAsText("check"))
        .contains("Java", "Lock", "Master key", "Server", "Version", "Credential");
  }

  @Test
  void whoIsNotKnownIsToldHowToBe() {
    CommandRun run =
        CommandRun.of(Map.of("EXECUTOR_API_KEY", "wrong"), "whoami", "--base-url", base());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("does not know who you are", "EXECUTOR_API_KEY", "executor daemon restart");
  }

  private void add() {
    assertThat(run("add", "openapi", upstream.url() + "/openapi.json", "--slug", "pets").code())
        .isZero();
  }

  private void connect() {
    add();
    assertThat(typing(Pets.TOKEN, Map.of(), "connect", "pets").code()).isZero();
  }

  private CommandRun run(String... arguments) {
    return typing("", Map.of(), arguments);
  }

  private CommandRun typing(String typed, Map<String, String> more, String... arguments) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("EXECUTOR_API_KEY", cast.admin().key());
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--base-url", base(), "--data-dir", folder.resolve("none").toString()));
    return CommandRun.of(environment, typed, new CommandRun.NoHost(), all.toArray(String[]::new));
  }

  private static String base() {
    return ConfigProvider.getConfig().getValue("test.url", String.class);
  }

  private static Upstream.Call call(String path) {
    return new Upstream.Call("GET", path, java.net.URI.create(path), Map.of(), new byte[0]);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }
}
