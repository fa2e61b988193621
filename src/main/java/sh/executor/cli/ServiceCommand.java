package sh.executor.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.output.Json;
import sh.executor.cli.output.Output;
import sh.executor.cli.service.OsService;
import sh.executor.cli.service.Platform;
import sh.executor.daemon.election.DaemonState;
import sh.executor.daemon.election.Election;

/** {@code executor service}: the local server as a service of the operating system. */
@Command(name = "service")
final class ServiceCommand {

  private static final String PORT = "4788";
  private static final Duration SERVES_WITHIN = Duration.ofSeconds(45);
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Invocation invocation;

  ServiceCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  private OsService service() {
    return new OsService(platform(invocation), invocation.surroundings().host().tools());
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

  @Command(name = "install", description = "Has the server run whenever you are logged in.")
  int install(
      @Option(
              names = "--port",
              paramLabel = "N",
              defaultValue = PORT,
              description = "The port it takes, unless it is taken. Default: ${DEFAULT-VALUE}.")
          int port,
      @Option(names = "--boot", description = "Has it run from the start of the machine on.")
          boolean boot) {
    invocation.requireNoServer("service install");
    Election election = invocation.election();
    if (election.state() instanceof DaemonState.Serving) {
      invocation.output().note("Stopping the server that runs, for the service to take over.");
      election.stop(STOPS_WITHIN, false);
    }
    service().install(command(port), boot);
    return serving("Installed");
  }

  @Command(name = "uninstall", description = "Stops the service and forgets it.")
  int uninstall() {
    invocation.requireNoServer("service uninstall");
    boolean there = service().uninstall();
    return told(there ? "Uninstalled." : "There was no service.", Optional.empty());
  }

  @Command(name = "start", description = "Starts the service.")
  int start() {
    invocation.requireNoServer("service start");
    service().start();
    return serving("Started");
  }

  @Command(name = "stop", description = "Stops the service until it is started, or the next login.")
  int stop() {
    invocation.requireNoServer("service stop");
    service().stop();
    return told("Stopped.", Optional.empty());
  }

  @Command(name = "restart", description = "Stops the service and starts it.")
  int restart() {
    invocation.requireNoServer("service restart");
    service().stop();
    service().start();
    return serving("Restarted");
  }

  @Command(name = "status", description = "Tells how the service stands; fails unless it serves.")
  int status() {
    invocation.requireNoServer("service status");
    OsService.Status status = service().status(command(Integer.parseInt(PORT)));
    Optional<DaemonState.Serving> serving = served();
    String platform = service().platform().name();
    Output output = invocation.output();
    if (output.json()) {
      ObjectNode document =
          Json.object()
              .put("platform", platform)
              .put("registered", status.registered())
              .put("running", status.running());
      serving.ifPresent(one -> document.put("origin", one.server().origin().toString()));
      output.document(document);
    } else {
      output.line("Platform:   " + platform);
      output.line("Registered: " + (status.registered() ? service().platform().file() : "no"));
      output.line("Running:    " + (status.running() ? "yes" : "no"));
      output.line(
          "Serving:    "
              + serving
                  .map(DaemonState.Serving::server)
                  .map(
                      one ->
                          "%s (%s, pid %d)".formatted(one.origin(), one.kind().word(), one.pid()))
                  .orElse("no"));
      if (!status.current()) {
        output.note(
            "It is not what 'executor service install' would make now: install it again after an"
                + " upgrade.");
      }
    }
    return status.registered() && serving.isPresent() ? 0 : 1;
  }

  private List<String> command(int port) {
    List<String> command = new ArrayList<>(invocation.surroundings().host().program().command());
    command.addAll(List.of("daemon", "run", "--foreground", "--port", Integer.toString(port)));
    command.addAll(
        List.of("--data-dir", invocation.dataDirectory().toAbsolutePath().normalize().toString()));
    return command;
  }

  private Optional<DaemonState.Serving> served() {
    return Files.exists(invocation.dataDirectory())
            && invocation.election().state() instanceof DaemonState.Serving serving
        ? Optional.of(serving)
        : Optional.empty();
  }

  private int serving(String done) {
    Host host = invocation.surroundings().host();
    Instant deadline = host.clock().instant().plus(SERVES_WITHIN);
    while (host.clock().instant().isBefore(deadline)) {
      Optional<DaemonState.Serving> serving = served();
      if (serving.isPresent()) {
        URI origin = serving.get().server().origin();
        return told(done + "; it serves at " + origin + '.', Optional.of(origin));
      }
      host.pause(PAUSE);
    }
    throw new CommandFailure(
        done + ", but nothing serves after 45 seconds: see 'executor service status' and its log.",
        "ServiceNotServing");
  }

  private int told(String sentence, Optional<URI> origin) {
    if (invocation.output().json()) {
      ObjectNode document = Json.object().put("done", sentence);
      origin.ifPresent(one -> document.put("origin", one.toString()));
      invocation.output().document(document);
    } else {
      invocation.output().line(sentence);
    }
    return 0;
  }
}
