package sh.executor.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code executor mcp}. */
@Command(name = "mcp")
final class McpCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Option(
      names = "--scope",
      paramLabel = "DIR",
      description = "Uses a server of the folder's own, which keeps everything in DIR/.executor.")
  private @Nullable Path scope;

  @Option(
      names = "--elicitation-mode",
      paramLabel = "MODE",
      description =
          "How questions are put: native, browser or model. Default: as the client can show them.")
  private @Nullable String elicitationMode;

  McpCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    McpBridge bridge = new McpBridge(invocation.surroundings());
    return bridge.run(invocation.mcp(scope, elicitationMode));
  }
}
