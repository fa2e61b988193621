package sh.executor.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import sh.executor.cli.output.Json;
import sh.executor.daemon.RunningServer;

/** What programs are told of a server of this machine, by whatever command. */
public final class ServerDocument {

  private ServerDocument() {}

  /**
   * A document of its own, which holds nothing secret.
   *
   * @param status such as {@code running}
   */
  public static ObjectNode of(String status, RunningServer server) {
    return Json.object()
        .put("status", status)
        .put("origin", server.origin().toString())
        .put("pid", server.pid())
        .put("kind", server.kind().word())
        .put("version", server.version())
        .put("startedAt", server.startedAt())
        .put("dataDir", server.dataDir());
  }
}
