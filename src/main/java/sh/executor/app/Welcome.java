package sh.executor.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Path;
import sh.executor.cli.ServerDocument;
import sh.executor.daemon.RunningServer;

/**
 * What is printed once the service answers: where it is, and what to give an MCP client.
 *
 * @param version of this build
 * @param origin scheme, host and port
 * @param dataDirectory where everything is kept
 * @param agentToken opens {@code /mcp} only; printed, because a client needs it
 */
record Welcome(String version, URI origin, Path dataDirectory, String agentToken) {

  String text() {
    return """

      Executor %1$s is ready.

        Console   %2$s/
        REST      %2$s/api
        MCP       %2$s/mcp
        Data      %3$s
        Owner     the bearer in %4$s opens everything

      Give this to an MCP client; its key opens /mcp only:

      {"mcpServers":{"executor":{"type":"http","url":"%2$s/mcp","headers":{"Authorization":"Bearer %5$s"}}}}

      Or, for Claude Code:

      claude mcp add --transport http executor %2$s/mcp --header "Authorization: Bearer %5$s"
      """
        .formatted(version, origin, dataDirectory, ownerFile(), agentToken);
  }

  /** The same for programs, on one line. */
  String line(RunningServer server) {
    ObjectNode document =
        ServerDocument.of("running", server)
            .put("console", origin + "/")
            .put("rest", origin + "/api")
            .put("mcp", origin + "/mcp")
            .put("ownerTokenFile", ownerFile().toString());
    document
        .putObject("mcpServers")
        .putObject("executor")
        .put("type", "http")
        .put("url", origin + "/mcp")
        .putObject("headers")
        .put("Authorization", "Bearer " + agentToken);
    return document.toString();
  }

  private Path ownerFile() {
    return dataDirectory.resolve("server-control").resolve("auth.json");
  }

  @Override
  public String toString() {
    return "Welcome[" + origin + ']';
  }
}
