package sh.executor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class CompletionTest {

  @Test
  void bashCompletesCommandsByTheScript() throws Exception {
    assertThat(completedByBash("executor", "migr")).containsExactly("migrate");
    assertThat(completedByBash("executor", "serve", "--po")).containsExactly("--port");
  }

  @Test
  void zshReadsTheScriptOfBash() {
    String script = CommandRun.of(Map.of(), "completion", "zsh").out();

    assertThat(script).contains("bashcompinit").contains("complete -F");
  }

  @Test
  void fishIsOfferedEachCommandAndItsOptions() {
    String script = CommandRun.of(Map.of(), "completion", "fish").out();

    assertThat(script)
        .contains("complete -c executor -n '__fish_use_subcommand' -a 'serve' -d 'Runs the server")
        .contains("complete -c executor -n '__fish_seen_subcommand_from serve' -l port -r -d ")
        .contains("complete -c executor -n 'true' -l json -d ");
  }

  @Test
  void textsForFishAreQuoted() {
    CommandSpec spec =
        CommandSpec.create()
            .name("it")
            .addOption(
                OptionSpec.builder("--odd").description("the user's \\ $(rm) \"own\"").build());

    String script = new FishCompletion(spec).script();

    assertThat(script).contains("-l odd -d 'the user\\'s \\\\ $(rm) \"own\"'");
  }

  @Test
  void aShellWithoutAScriptIsNotUnderstood() {
    CommandRun run = CommandRun.of(Map.of(), "completion", "cmd");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("cmd", "bash, zsh, fish");
  }

  private static List<String> completedByBash(String... words)
      throws IOException, InterruptedException {
    String script = CommandRun.of(Map.of(), "completion", "bash").out();
    String asked =
        script
            // Only there while bash completes.
            + "\ncompopt() { :; }; COMP_WORDS=("
            + String.join(" ", words)
            + "); COMP_CWORD="
            + (words.length - 1)
            + "; _complete_executor; printf '%s\\n' \"${COMPREPLY[@]}\"\n";
    Process bash = new ProcessBuilder("bash", "--norc").redirectErrorStream(true).start();
    try (var in = bash.getOutputStream()) {
      in.write(asked.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return said.lines().toList();
  }
}
