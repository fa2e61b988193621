package sh.executor.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.output.Json;

/** {@code executor completion}: a script on standard output, to be read by the shell. */
@Command(
    name = "completion",
    footer = {
      "",
      "bash:  source <(executor completion bash)",
      "zsh:   autoload -Uz compinit && compinit && source <(executor completion zsh)",
      "fish:  executor completion fish > ~/.config/fish/completions/executor.fish"
    })
final class CompletionCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  private @Nullable Shell shell;

  CompletionCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /** The shells there is a script for; lower case, as they are typed. */
  enum Shell {
    bash,
    zsh,
    fish
  }

  @Override
  public Integer call() {
    if (shell == null) {
      throw new CommandFailure("Name a shell: bash, zsh or fish.");
    }
    CommandLine all = ExecutorCommand.line(invocation.surroundings(), name -> true);
    String script =
        shell == Shell.fish
            ? new FishCompletion(all.getCommandSpec()).script()
            // The script for bash makes zsh understand it.
            : AutoComplete.bash("executor", all);
    if (invocation.output().json()) {
      invocation.output().document(Json.object().put("shell", shell.name()).put("script", script));
    } else {
      invocation.surroundings().out().print(script);
    }
    return CommandLine.ExitCode.OK;
  }
}
