package sh.executor.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code executor} and its commands. */
@Command(
    name = "executor",
    description = "Connects AI agents to any API through one MCP endpoint.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class ExecutorCommand implements Runnable {

  private static final String DEFAULT_HOST = "127.0.0.1";
  private static final int DEFAULT_PORT = 4788;
  private static final String DATA_DIRECTORY =
      "Where everything is kept. Default: EXECUTOR_DATA_DIR, or ~/.executor.";

  private final Map<String, String> environment;
  private final Host host;

  @Spec private @Nullable CommandSpec spec;

  private ExecutorCommand(Map<String, String> environment, Host host) {
    this.environment = environment;
    this.host = host;
  }

  /**
   * Does what the arguments say.
   *
   * @param environment the process's variables
   * @param host does what needs more than a command line
   * @return the exit code: 0 done, 1 failed, 2 not understood
   */
  public static int run(String[] arguments, Map<String, String> environment, Host host) {
    return new CommandLine(new ExecutorCommand(environment, host))
        .setExecutionExceptionHandler(
            (failure, line, result) -> {
              line.getErr().println("executor: " + failure.getMessage());
              return CommandLine.ExitCode.SOFTWARE;
            })
        .execute(arguments);
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec().commandLine(), "Say what to do.");
  }

  @Command(
      name = "serve",
      description = "Runs the server until it is stopped.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  int serve(
      @Option(
              names = "--port",
              paramLabel = "N",
              description = "The port to listen on; 0 takes any free one. Default: 4788.")
          @Nullable Integer port,
      @Option(
              names = "--host",
              paramLabel = "H",
              description = "The address to listen on. Default: 127.0.0.1.")
          @Nullable String address,
      @Option(names = "--data-dir", paramLabel = "DIR", description = DATA_DIRECTORY)
          @Nullable Path dataDirectory) {
    return host.serve(options(address, port, dataDirectory));
  }

  @Command(
      name = "migrate",
      description = "Brings the database to the schema of this build. A start does the same.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  int migrate(
      @Option(names = "--check", description = "Only says what would happen; fails if it can not.")
          boolean check,
      @Option(names = "--data-dir", paramLabel = "DIR", description = DATA_DIRECTORY)
          @Nullable Path dataDirectory) {
    return host.migrate(
        new MigrateOptions(orDefault(dataDirectory), check), spec().commandLine().getOut());
  }

  private ServeOptions options(
      @Nullable String address, @Nullable Integer port, @Nullable Path dataDirectory) {
    try {
      return new ServeOptions(
          address == null ? DEFAULT_HOST : address,
          port == null ? DEFAULT_PORT : port,
          orDefault(dataDirectory));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec().subcommands().get("serve"), String.valueOf(e.getMessage()), e);
    }
  }

  private Path orDefault(@Nullable Path dataDirectory) {
    if (dataDirectory != null) {
      return dataDirectory;
    }
    String configured = environment.getOrDefault("EXECUTOR_DATA_DIR", "");
    return configured.isBlank()
        ? Path.of(System.getProperty("user.home", "."), ".executor")
        : Path.of(configured);
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("not parsed yet");
    }
    return spec;
  }
}
