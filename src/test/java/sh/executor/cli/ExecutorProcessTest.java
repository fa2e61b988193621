package sh.executor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

  @Test
  void aProgramReadsFailuresAsJson() throws Exception {
    CommandProcess run = CommandProcess.run(Map.of(), "srve", "--json");

    assertThat(run.code()).isEqualTo(2);
    JsonNode failure = new ObjectMapper().readTree(run.err());
    assertThat(failure.path("_tag").asText()).isEqualTo("UsageError");
    assertThat(failure.path("error").asText()).contains("'srve'");
  }
}
