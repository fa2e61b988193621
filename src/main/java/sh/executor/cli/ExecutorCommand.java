package sh.executor.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToIntFunction;
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

  private final Map<String, String> environment;
  private final ToIntFunction<ServeOptions> server;

  @Spec private @Nullable CommandSpec spec;

  private ExecutorCommand(Map<String, String> environment, ToIntFunction<ServeOptions> server) {
    this.environment = environment;
    this.server = server;
  }

  /**
   * Does what the arguments say.
   *
   * @param environment the process's variables
   * @param server runs a server until it is stopped, and answers its exit code
   * @return the exit code: 0 done, 1 failed, 2 not understood
   */
  public static int run(
      String[] arguments, Map<String, String> environment, ToIntFunction<ServeOptions> server) {
    return new CommandLine(new ExecutorCommand(environment, server))
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
          @Nullable String host,
      @Option(
              names = "--data-dir",
              paramLabel = "DIR",
              description = "Where everything is kept. Default: EXECUTOR_DATA_DIR, or ~/.executor.")
          @Nullable Path dataDirectory) {
    return server.applyAsInt(options(host, port, dataDirectory));
  }

  private ServeOptions options(
      @Nullable String host, @Nullable Integer port, @Nullable Path dataDirectory) {
    try {
      return new ServeOptions(
          host == null ? DEFAULT_HOST : host,
          port == null ? DEFAULT_PORT : port,
          dataDirectory == null ? defaultDataDirectory() : dataDirectory);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec().subcommands().get("serve"), String.valueOf(e.getMessage()), e);
    }
  }

  private Path defaultDataDirectory() {
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
