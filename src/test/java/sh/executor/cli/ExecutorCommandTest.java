package sh.executor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.cli.output.Output;

class ExecutorCommandTest {

  private final List<ServeOptions> served = new ArrayList<>();
  private final List<MigrateOptions> migrated = new ArrayList<>();

  @Test
  void servesOnLoopbackInTheHomeDirectoryUnlessTold() {
    int code = run(Map.of(), "serve");

    assertThat(code).isZero();
    assertThat(served)
        .containsExactly(
            new ServeOptions(
                "127.0.0.1", 4788, Path.of(System.getProperty("user.home"), ".executor"), false));
  }

  @Test
  void theEnvironmentNamesTheDataDirectory() {
    run(Map.of("EXECUTOR_DATA_DIR", "/data"), "serve");

    assertThat(served).extracting(ServeOptions::dataDirectory).containsExactly(Path.of("/data"));
  }

  @Test
  void optionsWinOverTheEnvironment() {
    run(
        Map.of("EXECUTOR_DATA_DIR", "/data"),
        "serve",
        "--port",
        "0",
        "--host",
        "::1",
        "--data-dir",
        "/mine");

    assertThat(served).containsExactly(new ServeOptions("::1", 0, Path.of("/mine"), false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve",
        "serve --port 0 --host ::1 --data-dir /mine",
        "serve --port=4789 --data-dir=/a=b",
        "daemon run --foreground --detach --port 1 --data-dir /mine",
        "daemon run --foreground --detach",
      })
  void whatIsReadQuicklyIsReadAsByTheParserOfAllCommands(String line) {
    run(Map.of(), line.split(" "));
    run(Map.of(), (line + " --json").split(" ")); // Which is unusual.

    ServeOptions quickly = served.getFirst();
    assertThat(served)
        .containsExactly(
            quickly,
            new ServeOptions(quickly.host(), quickly.port(), quickly.dataDirectory(), true));
  }

  @Test
  void migratesOrOnlyChecks() {
    run(Map.of("EXECUTOR_DATA_DIR", "/data"), "migrate");
    run(Map.of("EXECUTOR_DATA_DIR", "/data"), "migrate", "--check", "--data-dir", "/mine");

    assertThat(migrated)
        .containsExactly(
            new MigrateOptions(Path.of("/data"), false),
            new MigrateOptions(Path.of("/mine"), true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "x"})
  void aPortThatIsNoneIsNotUnderstood(String port) {
    int code = run(Map.of(), "serve", "--port=" + port);

    assertThat(code).isEqualTo(2);
    assertThat(served).isEmpty();
  }

  @Test
  void nothingAndNonsenseAreNotUnderstood() {
    assertThat(run(Map.of())).isEqualTo(2);
    assertThat(run(Map.of(), "sing")).isEqualTo(2);
  }

  @Test
  void questionsAreAnsweredWithoutAServer() {
    assertThat(run(Map.of(), "--version")).isZero();
    assertThat(run(Map.of(), "--help")).isZero();
    assertThat(served).isEmpty();
  }

  @Test
  void theServersExitCodeIsTheProcesss() {
    assertThat(CommandRun.of(Map.of(), "", new Fixed(7), "serve").code()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "--data-dir /data serve"}) // Read quickly, and by the parser.
  void aServerThatCanNotStartExitsWithOne(String line) {
    CommandRun run =
        CommandRun.of(
            Map.of(),
            "",
            new Fixed(0) {
              @Override
              public int serve(ServeOptions options) {
                throw new IllegalStateException("the reason");
              }
            },
            line.split(" "));

    assertThat(run).isEqualTo(new CommandRun(1, "", "executor: the reason\n"));
  }

  @Test
  void whatAllCommandsTakeMayStandAnywhere() {
    run(Map.of(), "--data-dir", "/before", "serve");
    run(Map.of(), "serve", "--data-dir=/after");

    assertThat(served)
        .extracting(ServeOptions::dataDirectory)
        .containsExactly(Path.of("/before"), Path.of("/after"));
  }

  @Test
  void aServerIsNotNamedToAServer() {
    CommandRun run = CommandRun.of(Map.of(), "serve", "--server", "work");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("leave --server and --base-url out");
  }

  @Test
  void everyCommandSaysHowItIsUsed() {
    for (String command :
        List.of(
            "serve",
            "migrate",
            "tools",
            "call",
            "add",
            "connect",
            "runs",
            "doctor",
            "completion")) {
      CommandRun run = CommandRun.of(Map.of(), command, "--help");

      assertThat(run.code()).isZero();
      assertThat(run.out()).startsWith("Usage: executor " + command).contains("--json");
    }
  }

  @Test
  void anOptionThatIsNoneIsNamedWithTheNearest() {
    CommandRun run = CommandRun.of(Map.of(), "serve", "--prot", "1");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().lines()).singleElement().asString().contains("'--prot'", "'--port'?");
  }

  @Test
  void whatIsNearNothingIsNotGuessedAt() {
    assertThat(CommandRun.of(Map.of(), "sing").err()).doesNotContain("mean");
  }

  @Test
  void aCommandThatTakesNoMoreSaysSo() {
    CommandRun run = CommandRun.of(Map.of(), "serve", "now");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("'executor serve' does not take 'now'.");
  }

  @Test
  void programsReadTheVersionToo() {
    assertThat(CommandRun.of(Map.of(), "--version", "--json").out())
        .isEqualToNormalizingNewlines("{\n  \"version\": \"" + Version.number() + "\"\n}\n");
  }

  @Test
  void theVersionIsTheBuilds() {
    assertThat(Version.number()).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  private int run(Map<String, String> environment, String... arguments) {
    return CommandRun.of(
            environment,
            "",
            new Fixed(0) {
              @Override
              public int serve(ServeOptions options) {
                served.add(options);
                return super.serve(options);
              }

              @Override
              public int daemon(ServeOptions options, boolean detached) {
                assertThat(detached).isTrue();
                served.add(options);
                return 0;
              }

              @Override
              public int migrate(MigrateOptions options, Output output) {
                migrated.add(options);
                return super.migrate(options, output);
              }
            },
            arguments)
        .code();
  }

  /** A host whose commands all end with one code. */
  private static class Fixed extends CommandRun.NoHost {

    private final int code;

    Fixed(int code) {
      this.code = code;
    }

    @Override
    public int serve(ServeOptions options) {
      return code;
    }

    @Override
    public int migrate(MigrateOptions options, Output output) {
      return code;
    }
  }
}
