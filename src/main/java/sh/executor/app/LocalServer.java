package sh.executor.app;

import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sh.executor.cli.ServeOptions;
import sh.executor.cli.output.Json;
import sh.executor.daemon.DataDirectory;
import sh.executor.daemon.InstanceLock;
import sh.executor.daemon.LocalServerException;
import sh.executor.daemon.LocalTokens;
import sh.executor.daemon.RunningServer.Kind;
import sh.executor.daemon.election.DaemonLog;
import sh.executor.daemon.election.Election;
import sh.executor.daemon.election.OwnSession;
import sh.executor.database.DatabaseLogin;

/**
 * What surrounds Quarkus in a server process: before, the data directory is taken, its tokens and
 * its database are made ready; after, the database is stopped and the directory given up.
 */
final class LocalServer {

  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

  private final Map<String, String> environment;
  private final RandomGenerator random;

  LocalServer(Map<String, String> environment, RandomGenerator random) {
    this.environment = environment;
    this.random = random;
  }

  /** Serves until the process is told to stop; answers its exit code. */
  int serve(ServeOptions options) {
    DataDirectory directory = DataDirectory.open(options.dataDirectory());
    try (InstanceLock _ = InstanceLock.claim(directory)) {
      requireFree(options.host(), options.port());
      return serve(options, Kind.FOREGROUND, directory);
    }
  }

  /**
   * Likewise, for whoever asks next: the port is taken if nothing else has it, or else any; what is
   * printed is kept within bounds.
   *
   * @param detached whether what becomes of the terminal is nothing to it
   */
  int serveOthers(ServeOptions options, boolean detached) {
    if (detached) {
      OwnSession.begin();
    }
    DataDirectory directory = DataDirectory.open(options.dataDirectory());
    try (InstanceLock _ = InstanceLock.claim(directory)) {
      if (detached) {
        DaemonLog.of(directory).keepBounded();
      }
      int port = refusal(options.host(), options.port()).isEmpty() ? options.port() : 0;
      return serve(options.on(port), Kind.DAEMON, directory);
    }
  }

  private int serve(ServeOptions options, Kind kind, DataDirectory directory) {
    LocalTokens tokens = LocalTokens.open(directory, random);
    Optional<DatabaseLogin> configured = DatabaseSettings.of(environment);
    if (configured.isPresent()) {
      return boot(new ServerSettings(options, kind, directory, tokens, configured.get()));
    }
    // The database goes after Quarkus has.
    return PrivateDatabase.during(
        directory,
        random,
        STOP_WITHIN,
        login -> boot(new ServerSettings(options, kind, directory, tokens, login)));
  }

  private int boot(ServerSettings settings) {
    settings.properties(environment).forEach(System::setProperty);
    AtomicInteger code = new AtomicInteger();
    Quarkus.run(
        ReadyServer.class,
        (exitCode, failure) -> code.set(exit(exitCode, failure, settings.options().json())));
    return code.get();
  }

  /** Says why a boot failed: the reason in a line, and its trace unless the user can act on it. */
  private static int exit(int code, @Nullable Throwable failure, boolean json) {
    if (failure == null) {
      return code;
    }
    Throwable reason = failure;
    while (reason.getCause() != null) {
      reason = reason.getCause();
    }
    String message = reason.getMessage();
    String told = message == null ? reason.toString() : message;
    System.err.println(json ? Json.object().put("error", told).toString() : "executor: " + told);
    if (!(reason instanceof UnfitForProductionException)) {
      failure.printStackTrace(System.err);
    }
    if (reason instanceof BindException) {
      // Somebody took the port between our look and our bind.
      return Election.TRY_AGAIN;
    }
    return code == 0 ? 1 : code;
  }

  private static void requireFree(String host, int port) {
    refusal(host, port)
        .ifPresent(
            reason -> {
              throw new LocalServerException(
                  "Can not listen on "
                      + host
                      + ':'
                      + port
                      + " ("
                      + reason
                      + "): choose another port with --port, or stop what uses it.");
            });
  }

  /** Why nothing can listen there, if it can not. */
  private static Optional<String> refusal(String host, int port) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new LocalServerException("There is no address for --host " + host + '.');
    }
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(address);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
