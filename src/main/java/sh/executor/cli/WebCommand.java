package sh.executor.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sh.executor.cli.output.Json;

/** {@code executor web}: the console, in a browser. */
@Command(name = "web")
final class WebCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Option(names = "--no-browser", description = "Only prints where it is.")
  private boolean noBrowser;

  WebCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    return invocation.askRunning(
        client -> {
          // A server that does not know us is not worth opening, and a stale address is none.
          client.get("/account/me");
          String url = client.origin() + "/";
          if (invocation.output().json()) {
            invocation.output().document(Json.object().put("url", url));
            return 0;
          }
          invocation.output().line(url);
          if (!noBrowser && invocation.surroundings().terminal().shows() && !Browser.open(url)) {
            invocation.output().note("No browser could be opened: open the address yourself.");
          }
          return 0;
        });
  }
}
