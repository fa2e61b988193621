package sh.executor.cli;

import java.util.Optional;
import sh.executor.cli.output.CommandFailure;
import sh.executor.daemon.LocalServerException;

/**
 * Where a command line begins. What scripts and clients start again and again is done here, before
 * anything of the parser of all commands is loaded: that alone takes longer than the rest.
 */
public final class QuickStart {

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
    return mcp.isPresent()
        ? bridge(mcp.get(), surroundings)
        : ExecutorCommand.run(arguments, surroundings);
  }

  private static int bridge(McpOptions options, Surroundings surroundings) {
    try {
      return new McpBridge(surroundings).run(options);
    } catch (CommandFailure | LocalServerException | IllegalArgumentException e) {
      surroundings.err().println("executor: " + e.getMessage());
      surroundings.err().flush();
      return 1;
    }
  }
}
