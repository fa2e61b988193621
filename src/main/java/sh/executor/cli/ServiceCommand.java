package sh.executor.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sh.executor.cli.output.Json;
import sh.executor.cli.output.Output;
import sh.executor.cli.service.OsService;
import sh.executor.daemon.RunningServer;
import sh.executor.daemon.election.Election;

/** {@code executor service}: the local server as a service of the operating system. */
@Command(name = "service")
final class ServiceCommand {

  private static final String PORT = "4788";

  private final Invocation invocation;

  ServiceCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /** Made when it is asked for: what most commands are about is no service. */
  private LocalService local() {
    return new LocalService(invocation);
  }

  @Command(name = "install", description = "Has the server run whenever you are logged in.")
  int install(
      @Option(
              names = "--port",
              paramLabel = "N",
              converter = WholeNumber.Port.class,
              defaultValue = PORT,
              description = "The port it takes, unless it is taken. Default: ${DEFAULT-VALUE}.")
          int port,
      @Option(names = "--boot", description = "Has it run from the start of the machine on.")
          boolean boot) {
    invocation.requireNoServer("service install");
    return serving("Installed", local().installed(port, boot));
  }

  @Command(name = "uninstall", description = "Stops the service and forgets it.")
  int uninstall() {
    invocation.requireNoServer("service uninstall");
    boolean there = local().service().uninstall();
    return told(there ? "Uninstalled." : "There was no service.", Optional.empty());
  }

  @Command(name = "start", description = "Starts the service.")
  int start() {
    invocation.requireNoServer("service start");
    return serving("Started", local().started());
  }

  @Command(name = "stop", description = "Stops the service until it is started, or the next login.")
  int stop() {
    invocation.requireNoServer("service stop");
    local().service().stop();
    return told("Stopped.", Optional.empty());
  }

  @Command(name = "restart", description = "Stops the service and starts it.")
  int restart() {
    invocation.requireNoServer("service restart");
    return serving("Restarted", local().restarted());
  }

  @Command(name = "status", description = "Tells how the service stands; fails unless it serves.")
  int status() {
    invocation.requireNoServer("service status");
    LocalService local = local();
    OsService service = local.service();
    OsService.Status status = service.status();
    Optional<RunningServer> serving = local.served();
    Output output = invocation.output();
    if (output.json()) {
      ObjectNode document =
          Json.object()
              .put("platform", service.platform().name())
              .put("registered", status.registered())
              .put("running", status.running());
      if (status.registered()) {
        document.put("file", service.platform().file().toString()).put("current", isCurrent(local));
      }
      serving.ifPresent(
          server ->
              document
                  .put("origin", server.origin().toString())
                  .put("pid", server.pid())
                  .put("isService", status.is(server.pid())));
      output.document(document);
    } else {
      output.line("Platform:   " + service.platform().name());
      output.line("Registered: " + (status.registered() ? service.platform().file() : "no"));
      output.line("Running:    " + (status.running() ? "yes" : "no"));
      output.line("Serving:    " + serving.map(ServiceCommand::shown).orElse("no"));
      if (status.registered() && !isCurrent(local)) {
        output.note(
            "It is not what 'executor service install' would make now: install it again after an"
                + " upgrade.");
      }
      if (status.running() && serving.isPresent() && !status.is(serving.get().pid())) {
        output.note(
            "Another process serves: 'executor service restart' has the service take over.");
      }
    }
    return status.registered() && serving.isPresent() ? 0 : 1;
  }

  private static boolean isCurrent(LocalService local) {
    int port = (int) local.service().port().orElse(Election.PREFERRED_PORT);
    return local.service().runsAs(local.command(port));
  }

  private static String shown(RunningServer server) {
    return "%s (%s, pid %d)".formatted(server.origin(), server.kind().word(), server.pid());
  }

  private int serving(String done, RunningServer server) {
    return told(done + "; it serves at " + server.origin() + '.', Optional.of(server.origin()));
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
