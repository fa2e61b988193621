package sh.executor.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.server.DeviceLogin;
import sh.executor.cli.server.Profile;
import sh.executor.cli.server.ServerChoice;
import sh.executor.daemon.DataDirectory;
import sh.executor.daemon.bridge.Bridge;
import sh.executor.daemon.bridge.Endpoint;
import sh.executor.daemon.bridge.FixedEndpoint;
import sh.executor.daemon.bridge.LocalEndpoint;
import sh.executor.daemon.bridge.Parent;
import sh.executor.daemon.bridge.Target;
import sh.executor.daemon.election.Election;

/** Joins this process's standard streams to the server that was chosen. */
final class McpBridge {

  private static final Set<String> MODES = Set.of("native", "browser", "model");

  private final Surroundings surroundings;

  McpBridge(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Forwards until the client goes.
   *
   * @return 0
   * @throws CommandFailure when the options make no sense
   */
  int run(McpOptions options) {
    Bridge bridge =
        new Bridge(endpoint(options), surroundings.in(), surroundings.host().output(), this::note);
    // Also when a signal ends the process, its session ends.
    Runtime.getRuntime().addShutdownHook(new Thread(bridge::close));
    Parent.whenGone(bridge::end);
    bridge.run();
    return 0;
  }

  private Endpoint endpoint(McpOptions options) {
    String query = query(options.elicitationMode());
    if (isElsewhere(options)) {
      if (options.scope() != null) {
        throw new CommandFailure("--scope is about the servers of this machine.");
      }
      var first = chosen(options);
      note("executor: forwarding to " + target(first, query).mcp());
      if (first.sendsInTheClear()) {
        note(
            "executor: others can read your credential on its way: "
                + first.origin()
                + " is not https.");
      }
      return new FixedEndpoint(() -> target(chosen(options), query));
    }
    DataDirectory directory = DataDirectory.open(dataDirectory(options));
    Host host = surroundings.host();
    Election election = new Election(directory, host.program(), host.nanoTime(), this::note);
    return new LocalEndpoint(directory, election, query, Version.number(), this::note);
  }

  private static boolean isElsewhere(McpOptions options) {
    return options.baseUrl() != null
        || (options.server() != null && !options.server().equals(Profile.LOCAL));
  }

  /** Asked each time: what opens it may have been renewed. */
  private sh.executor.cli.server.Endpoint chosen(McpOptions options) {
    Host host = surroundings.host();
    Path named = options.dataDirectory();
    return new ServerChoice(
            surroundings.environment(),
            named == null ? usualDataDirectory() : named,
            options.server(),
            options.baseUrl(),
            new DeviceLogin(host.clock(), host::pause),
            Optional.empty())
        .forAgents();
  }

  private static Target target(sh.executor.cli.server.Endpoint chosen, String query) {
    String credential = chosen.credential();
    URI mcp = URI.create(chosen.origin() + "/mcp" + (query.isEmpty() ? "" : '?' + query));
    return new Target(mcp, credential == null ? "" : credential);
  }

  private Path usualDataDirectory() {
    return Invocation.usualDataDirectory(surroundings.environment());
  }

  private void note(String text) {
    surroundings.err().println(text);
  }

  private static String query(@Nullable String mode) {
    if (mode == null) {
      return "";
    }
    if (!MODES.contains(mode)) {
      throw new CommandFailure("--elicitation-mode is native, browser or model.");
    }
    return "elicitation_mode=" + mode;
  }

  private Path dataDirectory(McpOptions options) {
    Path named = options.dataDirectory();
    if (options.scope() != null) {
      if (named != null) {
        throw new CommandFailure("Use either --scope or --data-dir, not both.");
      }
      return scoped(options.scope());
    }
    return named == null ? usualDataDirectory() : named;
  }

  /** The data of a folder's own server; not for its repository, if it is in one. */
  private static Path scoped(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new CommandFailure("There is no folder " + folder + " for --scope.");
    }
    Path data = folder.resolve(DataDirectory.NAME);
    try {
      Path ignored = DataDirectory.open(data).root().resolve(".gitignore");
      if (Files.notExists(ignored)) {
        Files.writeString(ignored, "*\n");
      }
    } catch (IOException e) {
      throw new CommandFailure("Can not write to " + data + ": " + e.getMessage(), e);
    }
    return data;
  }
}
