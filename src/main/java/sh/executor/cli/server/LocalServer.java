package sh.executor.cli.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.executor.cli.output.CommandFailure;
import sh.executor.daemon.DataDirectory;
import sh.executor.daemon.InstanceLock;
import sh.executor.daemon.LocalTokens;
import sh.executor.daemon.RunningServer;

/** The server that owns a data directory; looked for, never started. */
final class LocalServer {

  private final Path dataDirectory;

  LocalServer(Path dataDirectory) {
    this.dataDirectory = dataDirectory;
  }

  /**
   * Where it serves.
   *
   * @throws CommandFailure when none does
   */
  URI origin() {
    return DataDirectory.existing(dataDirectory)
        .flatMap(LocalServer::running)
        .map(RunningServer::origin)
        .orElseThrow(
            () ->
                new CommandFailure(
                    "No server runs on "
                        + dataDirectory
                        + ": start one with 'executor daemon start', or name another with --server"
                        + " or --base-url.",
                    "ServerNotRunning"));
  }

  /** What opens it, for {@code origin} only if that is where it serves; null otherwise. */
  @Nullable String bearerFor(URI origin) {
    Optional<DataDirectory> directory = serving(origin);
    return directory.isPresent() ? LocalTokens.ownerOf(directory.get()) : null;
  }

  /** What opens its endpoint of MCP and nothing else, under the same condition. */
  @Nullable String agentBearerFor(URI origin) {
    Optional<DataDirectory> directory = serving(origin);
    return directory.isPresent() ? LocalTokens.agentOf(directory.get()) : null;
  }

  private Optional<DataDirectory> serving(URI origin) {
    return DataDirectory.existing(dataDirectory)
        .filter(
            directory -> running(directory).filter(it -> it.origin().equals(origin)).isPresent());
  }

  /** What is left behind by a process that does not own the directory is not believed. */
  private static Optional<RunningServer> running(DataDirectory directory) {
    Optional<Long> owner = InstanceLock.owner(directory);
    return RunningServer.announced(directory)
        .filter(server -> owner.filter(pid -> pid == server.pid()).isPresent());
  }
}
