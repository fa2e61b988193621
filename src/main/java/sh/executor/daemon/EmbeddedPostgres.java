package sh.executor.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import sh.executor.database.DatabaseLogin;

/**
 * A private PostgreSQL: a real server over a data directory's {@code postgres/}, durable, on a
 * loopback port of its own, opened by a random password. It survives its owner's death; the next
 * owner takes it over. Only the holder of the directory's {@link InstanceLock} may start one.
 */
public final class EmbeddedPostgres implements AutoCloseable {

  private static final String USER = "executor";
  private static final String DATABASE = "postgres";
  private static final int PASSWORD_BYTES = 24;
  private static final int INITDB_SECONDS_MAX = 120;
  private static final int START_SECONDS_MAX = 60;
  private static final int STOP_SECONDS_MAX = 4;
  private static final int POLL_MILLIS = 5;
  private static final long LOG_BYTES_MAX = 1 << 20;

  private final PostgresPrograms programs;
  private final Path data;
  private final DatabaseLogin login;

  private EmbeddedPostgres(PostgresPrograms programs, Path data, DatabaseLogin login) {
    this.programs = programs;
    this.data = data;
    this.login = login;
  }

  /**
   * Starts the server of this directory, or takes over the one that runs; makes it first if there
   * is none yet.
   *
   * @param random a cryptographically strong source, for the password
   * @throws LocalServerException when it does not come up
   */
  public static EmbeddedPostgres start(DataDirectory directory, RandomGenerator random) {
    Path home = directory.postgres();
    if (home.toString().matches(".*[\"$`\\\\\n].*")) {
      throw new LocalServerException(
          "PostgreSQL can not work in "
              + directory.root()
              + ": choose a data directory without quotes, $, ` or \\ in its path.");
    }
    try {
      return start(home, RunAs.here(), random);
    } catch (IOException e) {
      throw new LocalServerException("Can not set PostgreSQL up in " + home, e);
    }
  }

  static EmbeddedPostgres start(Path home, RunAs runAs, RandomGenerator random) throws IOException {
    Path data = home.resolve("data");
    String password = password(home, data, random);
    PostgresPrograms programs = new PostgresPrograms(PostgresBinaries.unpacked(home), home, runAs);
    runAs.open(home);
    if (!Files.isDirectory(data)) {
      initialise(programs, data);
    }
    Optional<DatabaseLogin> running = running(data, password);
    if (running.isPresent()) {
      return new EmbeddedPostgres(programs, data, running.get());
    }
    Files.deleteIfExists(Postmaster.file(data));
    int port = launch(programs, data);
    PostgresBinaries.removeOthers(home, programs.binaries());
    return new EmbeddedPostgres(programs, data, login(port, password));
  }

  private static String password(Path home, Path data, RandomGenerator random) throws IOException {
    Path file = home.resolve("password");
    if (!Files.exists(file)) {
      if (Files.exists(data)) {
        throw new LocalServerException(
            file + " is missing: without it the data can not be opened.");
      }
      byte[] bytes = new byte[PASSWORD_BYTES];
      random.nextBytes(bytes);
      PrivateFile.write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
    return Files.readString(file).strip();
  }

  /** Makes an empty cluster, under another name until it is whole. */
  private static void initialise(PostgresPrograms programs, Path data) throws IOException {
    Path home = programs.home();
    Path fresh = home.resolve("data.new");
    PostgresBinaries.removeTree(fresh);
    programs.run(
        INITDB_SECONDS_MAX,
        "initdb",
        List.of(
            "--pgdata=" + fresh,
            "--username=" + USER,
            "--pwfile=" + home.resolve("password"),
            "--auth=scram-sha-256",
            "--data-checksums",
            "--encoding=UTF8",
            // PostgreSQL's own collation: the data does not depend on this machine's libc.
            "--locale-provider=builtin",
            "--locale=C.UTF-8"));
    Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The login of a server that outlived its owner, once it answers; empty when there is none. */
  private static Optional<DatabaseLogin> running(Path data, String password) throws IOException {
    for (int polls = 0; polls < START_SECONDS_MAX * 1_000 / POLL_MILLIS; polls++) {
      Optional<Postmaster> found = Postmaster.of(data);
      if (found.isEmpty() || !found.get().serves(data)) {
        return Optional.empty();
      }
      DatabaseLogin login = login(found.get().port(), password);
      if (found.get().ready() && login.works()) {
        return Optional.of(login);
      }
      pause();
    }
    throw new LocalServerException(
        "A PostgreSQL server owns " + data + " but does not let us in: stop it, then try again.");
  }

  private static int launch(PostgresPrograms programs, Path data) throws IOException {
    int port = freePort();
    Path log = programs.home().resolve("postgres.log");
    if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
      Files.move(log, log.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    Process starting =
        programs.start(
            "pg_ctl",
            List.of(
                "start",
                "--wait",
                "--timeout=" + START_SECONDS_MAX,
                "--pgdata=" + data,
                "--log=" + log,
                "--options=" + options(port)));
    // pg_ctl looks ten times a second; the file tells sooner.
    for (int polls = 0; polls < START_SECONDS_MAX * 1_000 / POLL_MILLIS; polls++) {
      if (Postmaster.of(data).filter(Postmaster::ready).isPresent()) {
        return port;
      }
      if (!starting.isAlive() && starting.exitValue() != 0) {
        break;
      }
      pause();
    }
    throw programs.failed("server", log);
  }

  /**
   * The server's settings. No statement and no value of a row gets into its log: an error is told
   * to the client that caused it.
   */
  private static String options(int port) {
    return "-c listen_addresses=127.0.0.1 -c port="
        + port
        + " -c unix_socket_directories= -c shared_buffers=64MB -c max_connections=60"
        + " -c log_min_messages=log -c log_checkpoints=off -c log_error_verbosity=terse";
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private static DatabaseLogin login(int port, String password) {
    return new DatabaseLogin(
        "jdbc:postgresql://127.0.0.1:" + port + '/' + DATABASE, USER, password);
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** How to connect to it. */
  public DatabaseLogin login() {
    return login;
  }

  /** Stops the server; connections still open are cut, committed work is kept. */
  @Override
  public void close() {
    try {
      programs.run(
          STOP_SECONDS_MAX + 1,
          "pg_ctl",
          List.of(
              "stop",
              "--mode=fast",
              "--wait",
              "--timeout=" + STOP_SECONDS_MAX,
              "--pgdata=" + data));
    } catch (IOException e) {
      throw new LocalServerException("Can not stop PostgreSQL in " + data, e);
    }
  }
}
