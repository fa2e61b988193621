package sh.executor.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.output.Output;
import sh.executor.cli.server.DeviceLogin;
import sh.executor.cli.server.Endpoint;
import sh.executor.cli.server.ServerChoice;
import sh.executor.cli.server.ServerClient;
import sh.executor.daemon.DataDirectory;
import sh.executor.daemon.election.Election;

/** One run of the command line: what it runs in, and what was said for all commands. */
final class Invocation {

  private final Surroundings surroundings;
  private final GlobalOptions options;

  Invocation(Surroundings surroundings, GlobalOptions options) {
    this.surroundings = surroundings;
    this.options = options;
  }

  /** The process's variables. */
  Map<String, String> environment() {
    return surroundings.environment();
  }

  Surroundings surroundings() {
    return surroundings;
  }

  /** What was typed or piped in, as UTF-8. */
  String typed() {
    try {
      return Typed.text(surroundings.in());
    } catch (IOException e) {
      throw new CommandFailure("Can not read standard input: " + e.getMessage(), e);
    }
  }

  /**
   * Asks the chosen server, which is started if it is the local one and does not run; the exit code
   * is the one of {@code question}.
   */
  int ask(ToIntFunction<ServerClient> question) {
    return ask(choice(Optional.of(() -> election().running().origin())), question);
  }

  /** Likewise, and fails if it does not run. */
  int askRunning(ToIntFunction<ServerClient> question) {
    return ask(choice(), question);
  }

  private int ask(ServerChoice choice, ToIntFunction<ServerClient> question) {
    Endpoint endpoint = choice.endpoint();
    if (endpoint.sendsInTheClear()) {
      output()
          .note(
              "Others can read your credential on its way: "
                  + endpoint.origin()
                  + " is not https.");
    }
    try (ServerClient client = new ServerClient(endpoint, output()::note)) {
      return question.applyAsInt(client);
    }
  }

  /** What a bridge is told. */
  McpOptions mcp(@Nullable Path scope, @Nullable String elicitationMode) {
    return new McpOptions(
        options.dataDirectory(), scope, elicitationMode, options.server(), options.baseUrl());
  }

  /** Which server is asked, of those that run. */
  ServerChoice choice() {
    return choice(Optional.empty());
  }

  private ServerChoice choice(Optional<Supplier<URI>> starter) {
    return new ServerChoice(
        environment(), dataDirectory(), options.server(), options.baseUrl(), login(), starter);
  }

  /** Signs in, and renews what that has brought. */
  DeviceLogin login() {
    Host host = surroundings.host();
    return new DeviceLogin(host.clock(), host::pause);
  }

  /** Finds the server of the data directory, or starts it. */
  Election election() {
    Host host = surroundings.host();
    return new Election(
        DataDirectory.open(dataDirectory()), host.program(), host.nanoTime(), output()::note);
  }

  /** Where to answer. */
  Output output() {
    return new Output(
        surroundings.out(), surroundings.err(), options.json(), surroundings.terminal().shows());
  }

  /** Where everything is kept: the option, the variable, or the home directory's. */
  Path dataDirectory() {
    Path named = options.dataDirectory();
    if (named != null) {
      return named;
    }
    return usualDataDirectory(environment());
  }

  /** Where everything is kept unless it is said otherwise. */
  static Path usualDataDirectory(Map<String, String> environment) {
    String configured = environment.getOrDefault("EXECUTOR_DATA_DIR", "");
    return configured.isBlank()
        ? Path.of(System.getProperty("user.home", "."), ".executor")
        : Path.of(configured);
  }

  /**
   * For commands that are about this machine.
   *
   * @throws CommandFailure when a server was named
   */
  void requireNoServer(String command) {
    if (options.server() != null || options.baseUrl() != null) {
      throw new CommandFailure(
          "'executor "
              + command
              + "' is about this machine: leave --server and --base-url out, or use --data-dir.");
    }
  }
}
