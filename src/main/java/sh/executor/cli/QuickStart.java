package sh.executor.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Where a command line begins. What scripts and clients start again and again is done here, before
 * anything of the parser of all commands is loaded: that alone takes longer than the rest.
 */
public final class QuickStart {

  /** How a client launches the server that it does not find. */
  private static final List<String> DAEMON = List.of("daemon", "run", "--foreground", "--detach");

  private QuickStart() {}

  /**
   * Does what the arguments say.
   *
   * @return the exit code: 0 done, 1 failed, 2 not understood
   */
  public static int run(String[] arguments, Surroundings surroundings) {
    if (arguments.length == 1 && (arguments[0].equals("--version") || arguments[0].equals("-V"))) {
      surroundings.out().println(Version.text());
      surroundings.out().flush();
      return 0;
    }
    Optional<McpOptions> mcp = McpOptions.quick(arguments);
    if (mcp.isPresent()) {
      return said(() -> new McpBridge(surroundings).run(mcp.get()), surroundings);
    }
    var environment = surroundings.environment();
    Optional<ServeOptions> serve = ServeOptions.quick(List.of("serve"), environment, arguments);
    if (serve.isPresent()) {
      return said(() -> surroundings.host().serve(serve.get()), surroundings);
    }
    Optional<ServeOptions> daemon = ServeOptions.quick(DAEMON, environment, arguments);
    return daemon.isPresent()
        ? said(() -> surroundings.host().daemon(daemon.get(), true), surroundings)
        : ExecutorCommand.run(arguments, surroundings);
  }

  /** What the work comes to; what goes wrong is said in a line. */
  private static int said(IntSupplier work, Surroundings surroundings) {
    try {
      return work.getAsInt();
    } catch (RuntimeException e) {
      String message = e.getMessage();
      surroundings.err().println("executor: " + (message == null ? e : message));
      surroundings.err().flush();
      return 1;
    }
  }
}
