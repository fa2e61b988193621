package sh.executor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a shell sees of the command line: exit codes, and what comes on which stream. */
class ExecutorProcessTest {

  @Test
  void theVersionIsAnAnswer() {
    CommandProcess run = CommandProcess.run(Map.of(), "--version");

    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo("executor " + Version.number() + System.lineSeparator());
    assertThat(run.err()).isEmpty();
  }

  @Test
  void helpIsAnAnswerAndNamesTheCommands() {
    CommandProcess run = CommandProcess.run(Map.of(), "--help");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("serve", "migrate", "completion", "--data-dir");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void whatIsNotUnderstoodIsOneLineOfStandardError() {
    CommandProcess run = CommandProcess.run(Map.of(), "srve");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().strip())
        .isEqualTo(
            "executor: 'executor' has no command 'srve'. Did you mean 'serve'?"
                + " Try 'executor --help'.");
  }

  @Test
  void aFailureIsOneLineOfStandardError() {
    CommandProcess run = CommandProcess.run(Map.of(), "serve", "--data-dir", "/dev/null/nowhere");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("executor: ")
        .contains("/dev/null/nowhere", "--data-dir");
  }

  /** A terminal on its output alone, as in {@code jq … | executor call x -}, is one. */
  @Test
  void aTerminalThatNobodyTypesAtIsNotSteeredEither(@TempDir Path folder) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Map<String, String> variables =
        Map.of("JAVA", java, "CLASSES", classes, "EXECUTOR_DATA_DIR", folder.toString());
    String name = "red \u001b[31m";
    CommandProcess.run(
        variables, "server", "add", "it", "https://e.example", "--display-name", name);
    String list = "\"$JAVA\" -cp \"$CLASSES\" sh.executor.app.Main server list";

    CommandProcess piped = CommandProcess.of(List.of("sh", "-c", list), "", variables);
    CommandProcess shown =
        CommandProcess.of(
            List.of("script", "-qec", list + " </dev/null", "/dev/null"), "", variables);

    assertThat(piped.out()).contains(name);
    assertThat(shown.out()).contains("red \ufffd[31m").doesNotContain("\u001b");
  }

  @Test
  void aProgramReadsFailuresAsJson() throws Exception {
    CommandProcess run = CommandProcess.run(Map.of(), "srve", "--json");

    assertThat(run.code()).isEqualTo(2);
    JsonNode failure = new ObjectMapper().readTree(run.err());
    assertThat(failure.path("_tag").asText()).isEqualTo("UsageError");
    assertThat(failure.path("error").asText()).contains("'srve'");
  }
}
