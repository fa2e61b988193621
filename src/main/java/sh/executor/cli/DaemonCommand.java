package sh.executor.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sh.executor.cli.output.Json;
import sh.executor.cli.output.Output;
import sh.executor.daemon.DataDirectory;
import sh.executor.daemon.RunningServer;
import sh.executor.daemon.election.DaemonLog;
import sh.executor.daemon.election.DaemonState;
import sh.executor.daemon.election.Election;

/** {@code executor daemon}: the server that all clients of this machine share. */
@Command(name = "daemon")
final class DaemonCommand implements Runnable {

  private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

  private final Invocation invocation;

  @Spec private @Nullable CommandSpec spec;

  DaemonCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    if (spec == null) {
      throw new IllegalStateException("not parsed");
    }
    throw new ParameterException(spec.commandLine(), "Say what to do with the daemon.");
  }

  @Command(
      name = "run",
      description = "Starts the server if none runs, or is it with --foreground.")
  int run(
      @Option(names = "--foreground", description = "Serves in this process, until it is stopped.")
          boolean foreground,
      @Option(names = "--detach", hidden = true) boolean detach,
      @Option(
              names = "--port",
              paramLabel = "N",
              converter = WholeNumber.Port.class,
              defaultValue = "4788",
              description = "The port to take, unless it is taken. Default: ${DEFAULT-VALUE}.")
          int port,
      @Option(
              names = {"--host", "--hostname"},
              paramLabel = "H",
              defaultValue = ServeOptions.HOST,
              description = "With --foreground, the address to listen on. Default: 127.0.0.1.")
          String address) {
    invocation.requireNoServer("daemon run");
    if (!foreground) {
      return start(port);
    }
    ServeOptions options =
        new ServeOptions(address, port, invocation.dataDirectory(), invocation.output().json());
    return invocation.surroundings().host().daemon(options, detach);
  }

  @Command(name = "start", description = "Starts the server if none runs.")
  int start(
      @Option(
              names = "--port",
              paramLabel = "N",
              converter = WholeNumber.Port.class,
              defaultValue = "4788",
              description = "The port to take, unless it is taken. Default: ${DEFAULT-VALUE}.")
          int port) {
    invocation.requireNoServer("daemon start");
    RunningServer server = invocation.election().preferring(port).running();
    return ready(server);
  }

  private int ready(RunningServer server) {
    Output output = invocation.output();
    if (output.json()) {
      output.document(ServerDocument.of("running", server));
    } else {
      output.line("Daemon ready on " + server.origin());
    }
    return 0;
  }

  @Command(name = "stop", description = "Stops the server, and waits until it has.")
  int stop(
      @Option(names = "--force", description = "Kills one that does not stop.") boolean force) {
    invocation.requireNoServer("daemon stop");
    Optional<Long> stopped = nothingThere() ? Optional.empty() : stopped(force);
    Output output = invocation.output();
    if (output.json()) {
      ObjectNode document = Json.object().put("status", "stopped");
      stopped.ifPresent(pid -> document.put("pid", pid));
      output.document(document);
    } else {
      output.line(
          stopped.map(pid -> "Stopped process " + pid + '.').orElse("No server runs here."));
    }
    return 0;
  }

  /** Its platform is told of one that is a service: it would start it again. */
  private Optional<Long> stopped(boolean force) {
    Election election = invocation.election();
    if (election.state() instanceof DaemonState.Serving(RunningServer server)) {
      LocalService local = new LocalService(invocation);
      if (local.is(server)) {
        local.service().stop();
        return Optional.of(server.pid());
      }
    }
    return election.stop(STOP_WITHIN, force);
  }

  @Command(name = "restart", description = "Stops the server if one runs, and starts it.")
  int restart(
      @Option(names = "--force", description = "Kills one that does not stop.") boolean force) {
    invocation.requireNoServer("daemon restart");
    Election election = invocation.election();
    int port = Election.PREFERRED_PORT;
    if (election.state() instanceof DaemonState.Serving(RunningServer server)) {
      LocalService local = new LocalService(invocation);
      if (local.is(server)) {
        return ready(local.restarted());
      }
      port = server.origin().getPort();
    }
    election.stop(STOP_WITHIN, force);
    return ready(election.preferring(port).running());
  }

  @Command(
      name = "status",
      description = "Says whether a server runs, and where; fails if none answers.")
  int status() {
    invocation.requireNoServer("daemon status");
    DaemonState state =
        nothingThere() ? new DaemonState.Absent(false) : invocation.election().state();
    Output output = invocation.output();
    if (output.json()) {
      output.document(document(state));
    } else {
      output.line(told(state));
    }
    return state instanceof DaemonState.Serving ? 0 : 1;
  }

  private static String told(DaemonState state) {
    return switch (state) {
      case DaemonState.Serving(RunningServer server) ->
          "Running at %s (process %d, %s, version %s, since %s)."
              .formatted(
                  server.origin(),
                  server.pid(),
                  server.kind().word(),
                  server.version(),
                  server.startedAt());
      case DaemonState.Busy(long pid) ->
          "Process " + pid + " owns the data directory and does not serve: it starts or stops.";
      case DaemonState.Silent(RunningServer server) ->
          "Unreachable: process %d owns the data directory and does not answer at %s."
              .formatted(server.pid(), server.origin());
      case DaemonState.Absent(boolean leftBehind) ->
          leftBehind
              ? "No server runs here; the last one was killed, what it left is ignored."
              : "No server runs here.";
    };
  }

  private static ObjectNode document(DaemonState state) {
    return switch (state) {
      case DaemonState.Serving(RunningServer server) -> ServerDocument.of("running", server);
      case DaemonState.Busy(long pid) -> Json.object().put("status", "busy").put("pid", pid);
      case DaemonState.Silent(RunningServer server) -> ServerDocument.of("unreachable", server);
      case DaemonState.Absent _ -> Json.object().put("status", "stopped");
    };
  }

  @Command(name = "logs", description = "Shows what the daemon printed.")
  int logs(
      @Option(
              names = {"-n", "--lines"},
              paramLabel = "N",
              converter = WholeNumber.Count.class,
              defaultValue = "100",
              description = "How many lines of its end. Default: ${DEFAULT-VALUE}.")
          int lines) {
    invocation.requireNoServer("daemon logs");
    Output output = invocation.output();
    if (nothingThere()) {
      if (output.json()) {
        output.document(Json.object().set("lines", Json.MAPPER.createArrayNode()));
      } else {
        output.note("There is no log yet.");
      }
      return 0;
    }
    DaemonLog log = DaemonLog.of(DataDirectory.open(invocation.dataDirectory()));
    List<String> tail = tail(log, lines);
    if (output.json()) {
      ObjectNode document = Json.object().put("file", log.file().toString());
      tail.forEach(document.putArray("lines")::add);
      output.document(document);
    } else {
      tail.forEach(output::line);
      output.note("From " + log.file() + "; those before it are beside it.");
    }
    return 0;
  }

  private static List<String> tail(DaemonLog log, int lines) {
    try {
      return log.tail(lines);
    } catch (IOException e) {
      throw new UncheckedIOException("read " + log.file(), e);
    }
  }

  /** Whether the directory has never been used: to ask about it must not make it. */
  private boolean nothingThere() {
    return Files.notExists(invocation.dataDirectory());
  }
}
