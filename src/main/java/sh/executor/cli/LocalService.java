package sh.executor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.service.OsService;
import sh.executor.cli.service.Platform;
import sh.executor.daemon.RunningServer;
import sh.executor.daemon.election.DaemonState;
import sh.executor.daemon.election.Election;

/**
 * The local server as a service, on a machine where any client may have had one started meanwhile:
 * that one gives way, as two can not have one data directory.
 */
final class LocalService {

  private static final Duration SERVES_WITHIN = Duration.ofSeconds(45);
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Invocation invocation;
  private final OsService service;

  LocalService(Invocation invocation) {
    Host host = invocation.surroundings().host();
    this.invocation = invocation;
    this.service =
        new OsService(platform(invocation), command -> host.tools().run(command), host::pause);
  }

  private static Platform platform(Invocation invocation) {
    Path home = Path.of(System.getProperty("user.home", "."));
    return Platform.of(
        System.getProperty("os.name", ""), home, invocation.environment(), uid(home));
  }

  private static long uid(Path home) {
    try {
      return Files.getAttribute(home, "unix:uid") instanceof Integer uid ? uid : 0;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return 0;
    }
  }

  /** What the system knows of it. */
  OsService service() {
    return service;
  }

  /** Whether {@code server} is the service, as its platform tells. */
  boolean is(RunningServer server) {
    OsService.Status status = service.status();
    return status.process().isPresent() && status.is(server.pid());
  }

  /** The server, once the service is installed and serves. */
  RunningServer installed(int port, boolean boot) {
    if (service.status().running()) {
      service.stop();
    }
    stopOthers();
    service.install(command(port), boot);
    return serving("Installed");
  }

  /** The server, once the service was started and serves. */
  RunningServer started() {
    if (service.status().registered()) {
      served().filter(server -> !is(server)).ifPresent(_ -> stopOthers());
    }
    service.start();
    return serving("Started");
  }

  /** The server, once the service was stopped and started and serves. */
  RunningServer restarted() {
    service.stop();
    stopOthers();
    service.start();
    return serving("Restarted");
  }

  /** How the service is to run the server. */
  List<String> command(int port) {
    List<String> command = new ArrayList<>(invocation.surroundings().host().program().command());
    command.addAll(List.of("daemon", "run", "--foreground", "--port", Integer.toString(port)));
    command.addAll(
        List.of("--data-dir", invocation.dataDirectory().toAbsolutePath().normalize().toString()));
    return command;
  }

  /** The server that serves now, whoever had it started. */
  Optional<RunningServer> served() {
    return Files.exists(invocation.dataDirectory())
            && invocation.election().state() instanceof DaemonState.Serving(RunningServer server)
        ? Optional.of(server)
        : Optional.empty();
  }

  private void stopOthers() {
    Election election = invocation.election();
    if (election.state() instanceof DaemonState.Serving) {
      invocation.output().note("Stopping the server that runs, for the service to take over.");
      election.stop(STOPS_WITHIN, false);
    }
  }

  private RunningServer serving(String done) {
    Host host = invocation.surroundings().host();
    Instant deadline = host.clock().instant().plus(SERVES_WITHIN);
    while (host.clock().instant().isBefore(deadline)) {
      Optional<RunningServer> server = served();
      if (server.isPresent()) {
        if (service.status().is(server.get().pid())) {
          return server.get();
        }
        // A client found none, and was faster.
        stopOthers();
        service.start();
      }
      host.pause(PAUSE);
    }
    throw new CommandFailure(
        done
            + ", but it does not serve after 45 seconds: see 'executor service status' and its"
            + " log.",
        "ServiceNotServing");
  }
}
