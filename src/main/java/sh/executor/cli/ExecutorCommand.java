package sh.executor.cli;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import sh.executor.cli.output.Json;

/** {@code executor} and its commands. */
@Command(
    name = "executor",
    description = "Connects AI agents to any API through one MCP endpoint.",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = ShownVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    usageHelpAutoWidth = true)
final class ExecutorCommand implements Runnable {

  @Mixin private final GlobalOptions options = new GlobalOptions();

  @Spec private @Nullable CommandSpec spec;

  private ExecutorCommand() {}

  /**
   * Does what the arguments say.
   *
   * @return the exit code: 0 done, 1 failed, 2 not understood
   */
  static int run(String[] arguments, Surroundings surroundings) {
    Set<String> said = new TreeSet<>(Arrays.asList(arguments));
    try {
      return line(surroundings, said::contains).execute(arguments);
    } finally {
      surroundings.out().flush();
      surroundings.err().flush();
    }
  }

  /**
   * The command line, understood.
   *
   * @param wanted which commands are loaded in full
   */
  static CommandLine line(Surroundings surroundings, Predicate<String> wanted) {
    ExecutorCommand root = new ExecutorCommand();
    CommandLine line = new CommandLine(root);
    Invocation invocation = new Invocation(surroundings, root.options);
    new CommandTable(invocation).addTo(line, wanted);
    boolean colours = surroundings.environment().getOrDefault("NO_COLOR", "").isEmpty();
    Failures failures = new Failures(invocation);
    // @FILE is an argument of some commands, not a file of arguments.
    return line.setExpandAtFiles(false)
        .setOut(surroundings.out())
        .setErr(surroundings.err())
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                colours && surroundings.terminal().shows() ? Ansi.ON : Ansi.OFF))
        .setExecutionStrategy(result -> executed(result, invocation))
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  /** Some commands have more to say to {@code --help} than what their options are. */
  private static int executed(ParseResult result, Invocation invocation) {
    ParseResult last = result;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    if (last.isVersionHelpRequested() && invocation.output().json()) {
      invocation.output().document(Json.object().put("version", Version.number()));
      return CommandLine.ExitCode.OK;
    }
    if (last.isUsageHelpRequested()
        && last.commandSpec().userObject() instanceof Browsable browsable
        && browsable.browses()) {
      try {
        return browsable.browse();
      } catch (RuntimeException e) {
        throw new CommandLine.ExecutionException(last.commandSpec().commandLine(), "browse", e);
      }
    }
    return new CommandLine.RunLast().execute(result);
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    if (spec == null) {
      throw new IllegalStateException("not parsed");
    }
    throw new ParameterException(spec.commandLine(), "Say what to do.");
  }
}
