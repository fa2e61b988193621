package sh.executor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.testkit.Together;
import sh.executor.testkit.Upstream;

class ServerCommandTest {

  private static final String KEY = "k3y-of-mine";

  @TempDir private Path folder;

  @Test
  void aServerIsAddedListedUsedAndRemoved() {
    CommandRun added =
        run("server", "add", "work", "https://Work.example/", "--display-name", "At work");
    CommandRun used = run("server", "use", "work");
    CommandRun listed = run("server", "list");
    CommandRun removed = run("server", "remove", "work");

    assertThat(added.out()).isEqualTo("Saved server profile work (https://work.example)." + nl());
    assertThat(used.code()).isZero();
    assertThat(listed.out().lines().toList().getLast())
        .matches("\\* +work +https://work.example +At work +none");
    assertThat(removed.code()).isZero();
    assertThat(run("server", "list").out().lines().toList().getLast()).startsWith("*  local");
  }

  @Test
  void aKeyIsKeptForItsUserAloneAndSentToItsServer() throws IOException {
    try (Upstream server =
        Upstream.answering(
            call ->
                Upstream.Reply.json(
                    200, "{\"user\":{\"id\":\"a\",\"email\":\"a@example.com\"}}"))) {
      typing(KEY + "\n", "server", "add", "work", server.url(), "--with-key", "--default");

      CommandRun whoami = run("whoami");

      assertThat(whoami.out()).contains("a@example.com");
      assertThat(server.ledger().getFirst().header("authorization")).contains("Bearer " + KEY);
      assertThat(permissions("server-connections.json")).isEqualTo("rw-------");
      assertThat(run("server", "list", "--json").out()).contains("stored-auth").doesNotContain(KEY);
    }
  }

  @Test
  void whoSendsAKeyInTheClearIsTold() {
    typing(KEY, "server", "add", "work", "http://nowhere.invalid", "--with-key", "--default");

    assertThat(run("whoami").err())
        .contains("Others can read your credential on its way: http://nowhere.invalid")
        .doesNotContain(KEY);
  }

  @Test
  void programsReadTheListAsJson() throws IOException {
    run("server", "add", "work", "https://work.example", "--default");

    JsonNode list = new ObjectMapper().readTree(run("server", "list", "--json").out());

    assertThat(list).hasSize(1);
    assertThat(list.at("/0/name").asText()).isEqualTo("work");
    assertThat(list.at("/0/default").asBoolean()).isTrue();
  }

  @Test
  void aNameIsUsedOnce() {
    run("server", "add", "work", "https://work.example");

    assertThat(run("server", "add", "work", "https://other.example").err())
        .contains("There is a server 'work' already");
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "a b", "", "a/b", "ü"})
  void whatIsNoNameIsRefused(String name) {
    CommandRun run = run("server", "add", name, "https://work.example");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("can not be the name of a server");
  }

  @Test
  void aServerThatWasNotAddedIsNamed() {
    for (List<String> command :
        List.of(
            List.of("server", "use", "home"),
            List.of("server", "remove", "home"),
            List.of("whoami", "--server", "home"))) {
      assertThat(run(command.toArray(String[]::new)).err())
          .contains("No server was added as 'home'", "executor server list");
    }
  }

  @Test
  void noneOfManyThatAddAtOnceIsLost() throws Exception {
    AtomicInteger number = new AtomicInteger();

    Together.all(
        8,
        () -> {
          String name = "s" + number.incrementAndGet();
          return run("server", "add", name, "https://" + name + ".example");
        });

    assertThat(run("server", "list").out().lines()).hasSize(10);
  }

  @Test
  void aFileThatIsNoneIsNamed() throws IOException {
    Files.writeString(folder.resolve("server-connections.json"), "{");

    assertThat(run("server", "list").err()).contains("server-connections.json", "repair it");
  }

  @Test
  void theLocalBearerIsReplaced() throws IOException {
    Path file = Files.createDirectory(folder.resolve("server-control")).resolve("auth.json");
    Files.writeString(file, "{\"token\":\"old\"}");

    CommandRun run = run("server", "rotate-token");

    String token = new ObjectMapper().readTree(file.toFile()).path("token").asText();
    assertThat(token).hasSize(43).isNotEqualTo("old");
    assertThat(permissions("server-control/auth.json")).isEqualTo("rw-------");
    assertThat(run.out()).contains(file.toString()).doesNotContain(token);
    assertThat(run.err()).contains("Restart the server");
  }

  @Test
  void aBearerThatIsNotThereIsNotReplaced() {
    assertThat(run("server", "rotate-token").err()).contains("There is no bearer to replace");
  }

  private String permissions(String file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
  }

  private static String nl() {
    return System.lineSeparator();
  }

  private CommandRun run(String... arguments) {
    return typing("", arguments);
  }

  private CommandRun typing(String typed, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data-dir", folder.toString()));
    return CommandRun.of(Map.of(), typed, new CommandRun.NoHost(), all.toArray(String[]::new));
  }
}
