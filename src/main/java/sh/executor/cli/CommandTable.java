package sh.executor.cli;

import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands there are. A command line needs one of them, so only the classes of that one are
 * loaded: the others are a name and a sentence.
 */
final class CommandTable {

  private static final List<Entry> ENTRIES =
      List.of(
          new Entry("serve", "Runs the server until it is stopped."),
          new Entry("mcp", "Connects an MCP client on standard input and output to the server."),
          new Entry("daemon", "Starts, stops and shows the server this machine's clients share."),
          new Entry(
              "migrate", "Brings the database to the schema of this build. A start does the same."),
          new Entry("tools", "Finds and describes what can be called."),
          new Entry("call", "Calls a tool, or shows which there are."),
          new Entry("resume", "Answers a run that waits for a person."),
          new Entry("runs", "Lists runs, shows them, calls them off."),
          new Entry("whoami", "Tells which server is asked, and as whom."),
          new Entry("add", "Adds an API by its description."),
          new Entry("connect", "Gives an integration a credential."),
          new Entry("web", "Opens the console in a browser."),
          new Entry("doctor", "Looks what is well and what is not, and says what to do."),
          new Entry("server", "Gives servers names, and chooses the one that is asked."),
          new Entry("login", "Signs in to a server in a browser."),
          new Entry("logout", "Forgets what opens a server."),
          new Entry("install", "Has the server run whenever you are logged in."),
          new Entry("service", "Installs, starts, stops and shows the server as a service."),
          new Entry("completion", "Prints a script by which a shell completes command lines."));

  private final Invocation invocation;

  CommandTable(Invocation invocation) {
    this.invocation = invocation;
  }

  private record Entry(String name, String summary) {}

  /** Adds all commands, in full those that are {@code wanted}. */
  void addTo(CommandLine line, Predicate<String> wanted) {
    for (Entry entry : ENTRIES) {
      CommandSpec spec =
          wanted.test(entry.name())
              ? CommandSpec.forAnnotatedObject(command(entry.name()))
              : CommandSpec.create().name(entry.name());
      spec.usageMessage().description(entry.summary());
      line.addSubcommand(entry.name(), spec);
    }
  }

  private Object command(String name) {
    return switch (name) {
      case "serve" -> new ServeCommand(invocation);
      case "mcp" -> new McpCommand(invocation);
      case "daemon" -> new DaemonCommand(invocation);
      case "migrate" -> new MigrateCommand(invocation);
      case "tools" -> new ToolsCommand(invocation);
      case "call" -> new CallCommand(invocation);
      case "resume" -> new ResumeCommand(invocation);
      case "runs" -> new RunsCommand(invocation);
      case "whoami" -> new WhoamiCommand(invocation);
      case "add" -> new AddCommand(invocation);
      case "connect" -> new ConnectCommand(invocation);
      case "web" -> new WebCommand(invocation);
      case "doctor" -> new DoctorCommand(invocation);
      case "server" -> new ServerCommand(invocation);
      case "login" -> new LoginCommand(invocation);
      case "logout" -> new LogoutCommand(invocation);
      case "install" -> new InstallCommand(invocation);
      case "service" -> new ServiceCommand(invocation);
      case "completion" -> new CompletionCommand(invocation);
      default -> throw new IllegalArgumentException("no command: " + name);
    };
  }
}
