package sh.executor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import sh.executor.cli.output.Json;
import sh.executor.cli.output.Output;
import sh.executor.cli.output.Terminal;
import sh.executor.cli.service.SystemTools;
import sh.executor.daemon.DataDirectory;
import sh.executor.daemon.LocalTokens;
import sh.executor.daemon.election.ServerProgram;
import sh.executor.rest.Paused;
import sh.executor.rest.Pets;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.Upstream;

/**
 * Every command there is, found in the command line itself, with {@code --json}: its answer is one
 * document on standard output, its failure one on standard error, and neither is anywhere else.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class JsonEverywhereTest {

  /** Those that have something else to say to programs. */
  private static final Map<String, String> EXEMPT =
      Map.of("mcp", "its standard output is JSON-RPC: the agent's, whatever the options");

  private static final ObjectReader ONE_DOCUMENT =
      Json.MAPPER
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .without(JsonParser.Feature.AUTO_CLOSE_SOURCE);

  private static final String LIST = "pets.org.main.pets.listPets";

  private final Upstream upstream = Pets.open();
  private final Cast cast = Cast.assemble();
  private final Set<String> tried = new HashSet<>(EXEMPT.keySet());
  private final List<String> told = new ArrayList<>();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    upstream.close();
  }

  @Test
  void everyCommandAnswersInJsonWhenItIsToldTo() {
    servers();
    tools();
    runs();
    profiles();
    thisMachine();

    assertThat(tried).isEqualTo(commands());
  }

  /** What is served or migrated is told by who does it. */
  private void servers() {
    hosted("serve");
    hosted("daemon run", "--foreground");
    hosted("migrate");
    assertThat(told).containsExactly("serve true", "daemon true", "migrate true");
  }

  private void tools() {
    fails("call");
    answers("add openapi", upstream.url() + "/openapi.json", "--slug", "pets");
    answers("connect", "pets");
    fails("add graphql", "https://api.example/graphql");
    fails("add mcp", "https://mcp.example/mcp");
    answers("tools search", "pets");
    answers("tools integrations");
    answers("tools describe", LIST);
    answers("call");
    answers("call", LIST);
    answers("call", LIST, "--help");
    fails("call", "zebra", "--help");
    fails("call", LIST, "{x");
    answers("whoami");
    answers("web");
    answers("doctor");
  }

  private void runs() {
    String id = Paused.id(Paused.pause(cast.admin().rest(), Paused.CREATE));
    answers("runs list");
    answers("runs show", id);
    answers("resume", "--execution-id", id, "--action", "accept");
    answers("runs cancel", id);
    fails("runs show", "nothing");
  }

  private void profiles() {
    fails("login", "--no-browser");
    fails("server rotate-token");
    LocalTokens.open(DataDirectory.open(folder.resolve("data")), new java.util.Random());
    answers("server add", "it", "https://it.example");
    answers("server list");
    answers("server use", "it");
    answers("logout", "--server", "it");
    answers("server remove", "it");
    answers("server rotate-token");
  }

  private void thisMachine() {
    fails("daemon start");
    fails("daemon restart");
    answers("daemon status");
    answers("daemon logs");
    answers("daemon logs", "--data-dir", folder.resolve("never used").toString());
    answers("daemon stop");
    fails("install");
    fails("service install");
    fails("service start");
    fails("service restart");
    answers("service status");
    answers("service stop");
    answers("service uninstall");
    answers("completion", "bash");
    fails("completion", "cmd");
  }

  private void hosted(String command, String... more) {
    assertThat(run(command, more).code()).isZero();
  }

  private void answers(String command, String... more) {
    CommandRun run = run(command, more);
    assertThat(document(run.out()).isContainerNode()).as("%s: %s", command, run).isTrue();
    assertThat(run.err()).as(command).doesNotContain("executor: ", "\"error\"");
  }

  private void fails(String command, String... more) {
    CommandRun run = run(command, more);
    assertThat(run.code()).as("%s: %s", command, run).isPositive();
    assertThat(run.out()).as(command).isEmpty();
    // Before it there may be what was tried.
    String last = run.err().lines().reduce("", (_, line) -> line);
    assertThat(document(last).path("error").asText()).as(command).isNotEmpty();
  }

  private static JsonNode document(String text) {
    try {
      return ONE_DOCUMENT.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not one document: " + text, e);
    }
  }

  private CommandRun run(String command, String... more) {
    tried.add(command);
    List<String> all = new ArrayList<>(List.of(command.split(" ", -1)));
    all.addAll(List.of(more));
    all.add("--json");
    boolean asks =
        Stream.of("add ", "connect", "tools ", "call", "whoami", "web", "doctor", "runs ", "resume")
            .anyMatch(command::startsWith);
    if (asks || command.equals("login")) {
      all.addAll(List.of("--base-url", base()));
    }
    Map<String, String> environment =
        Map.of(
            "EXECUTOR_API_KEY", cast.admin().key(),
            "EXECUTOR_DATA_DIR", folder.resolve("data").toString(),
            "XDG_CONFIG_HOME", folder.resolve("config").toString());
    return CommandRun.of(environment, Pets.TOKEN, new Machine(), all.toArray(String[]::new));
  }

  /** The names of all that does something, such as {@code server add}. */
  private static Set<String> commands() {
    CommandLine line =
        ExecutorCommand.line(
            new Surroundings(
                Map.of(),
                CommandRun.input(""),
                new java.io.PrintWriter(java.io.Writer.nullWriter()),
                new java.io.PrintWriter(java.io.Writer.nullWriter()),
                Terminal.none(),
                new CommandRun.NoHost()),
            name -> true);
    return leaves(line)
        .map(one -> one.getCommandSpec().qualifiedName().substring("executor ".length()))
        .collect(Collectors.toSet());
  }

  private static Stream<CommandLine> leaves(CommandLine line) {
    return line.getSubcommands().isEmpty()
        ? Stream.of(line)
        : line.getSubcommands().values().stream().flatMap(JsonEverywhereTest::leaves);
  }

  private static String base() {
    return ConfigProvider.getConfig().getValue("test.url", String.class);
  }

  /** A machine on which no server comes up, and whose service manager takes any order. */
  private final class Machine extends CommandRun.NoHost {

    @Override
    public int serve(ServeOptions options) {
      told.add("serve " + options.json());
      return 0;
    }

    @Override
    public int daemon(ServeOptions options, boolean detached) {
      told.add("daemon " + options.json());
      return 0;
    }

    @Override
    public int migrate(MigrateOptions options, Output output) {
      told.add("migrate " + output.json());
      return 0;
    }

    @Override
    public ServerProgram program() {
      return new ServerProgram(List.of("/nonexistent"));
    }

    @Override
    public SystemTools tools() {
      return _ -> new SystemTools.Ran(0, "MainPID=0\nActiveState=inactive");
    }
  }
}
