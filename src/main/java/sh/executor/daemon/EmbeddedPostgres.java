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
import java.util.function.IntSupplier;
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
  private static final int LAUNCHES_MAX = 3;
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
      throw LocalServerException.because("Can not set PostgreSQL up in " + home, e);
    }
  }

  /**
   * Stops the server that is left of an owner that was killed, if there is one. Only for the holder
   * of the directory's {@link InstanceLock}.
   *
   * @throws LocalServerException when it does not stop
   */
  public static void stopLeft(DataDirectory directory) {
    Path home = directory.postgres();
    Path data = home.resolve("data");
    try {
      Optional<Path> binaries =
          isServed(data) ? PostgresBinaries.unpackedBefore(home) : Optional.empty();
      if (binaries.isPresent()) {
        stop(new PostgresPrograms(binaries.get(), home, RunAs.here()), data);
      }
    } catch (IOException e) {
      throw LocalServerException.because("Can not stop PostgreSQL in " + data, e);
    }
  }

  static EmbeddedPostgres start(Path home, RunAs runAs, RandomGenerator random) throws IOException {
    return start(home, runAs, random, EmbeddedPostgres::freePort);
  }

  /**
   * @param ports where to try to listen
   */
  static EmbeddedPostgres start(Path home, RunAs runAs, RandomGenerator random, IntSupplier ports)
      throws IOException {
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
    int port = launch(programs, data, ports);
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

  /**
   * The login of a server that outlived its owner, once it answers; empty when there is none. What
   * is left of one that is gone is removed; in doubt it stays, for PostgreSQL itself to judge.
   */
  private static Optional<DatabaseLogin> running(Path data, String password) throws IOException {
    for (int polls = 0; polls < START_SECONDS_MAX * 1_000 / POLL_MILLIS; polls++) {
      Optional<Postmaster> found = Postmaster.of(data);
      if (found.isEmpty()) {
        Files.deleteIfExists(Postmaster.file(data));
        return Optional.empty();
      }
      Postmaster.Trace trace = found.get().trace(data);
      if (trace != Postmaster.Trace.SERVING) {
        if (trace == Postmaster.Trace.GONE) {
          Files.deleteIfExists(Postmaster.file(data));
        }
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

  /** Launches the server, on another port if somebody takes the first between look and bind. */
  private static int launch(PostgresPrograms programs, Path data, IntSupplier ports)
      throws IOException {
    Path log = programs.home().resolve("postgres.log");
    if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
      Files.move(log, log.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    for (int launches = 1; ; launches++) {
      long before = Files.exists(log) ? Files.size(log) : 0;
      int port = ports.getAsInt();
      if (cameUp(programs, data, log, port)) {
        return port;
      }
      boolean taken = PostgresPrograms.said(log, before).contains("Address already in use");
      if (!taken || launches == LAUNCHES_MAX) {
        throw programs.failed("server", log, before);
      }
    }
  }

  private static boolean cameUp(PostgresPrograms programs, Path data, Path log, int port)
      throws IOException {
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
    boolean up = false;
    try {
      up = isReady(starting, data, port);
      return up;
    } finally {
      if (!up) {
        giveUp(programs, starting, data);
      }
    }
  }

  private static boolean isReady(Process starting, Path data, int port) throws IOException {
    // pg_ctl looks ten times a second; the file tells sooner.
    for (int polls = 0; polls < START_SECONDS_MAX * 1_000 / POLL_MILLIS; polls++) {
      if (Postmaster.of(data).filter(it -> it.ready() && it.port() == port).isPresent()) {
        return true;
      }
      if (!starting.isAlive() && starting.exitValue() != 0) {
        return false;
      }
      pause();
    }
    return false;
  }

  /**
   * Leaves no server behind that is wanted no more. It is not to be seen before {@code pg_ctl} has
   * ended, which is when it is up.
   */
  private static void giveUp(PostgresPrograms programs, Process starting, Path data)
      throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      if (!starting.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        starting.destroyForcibly();
      }
      if (isServed(data)) {
        stop(programs, data);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
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

  private static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw LocalServerException.because("Can not find a free port for PostgreSQL", e);
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

  /**
   * Stops the server; connections still open are cut, committed work is kept. A thread that is
   * interrupted stops it all the same.
   */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      if (isServed(data)) {
        stop(programs, data);
      }
    } catch (IOException e) {
      throw LocalServerException.because("Can not stop PostgreSQL in " + data, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean isServed(Path data) throws IOException {
    Optional<Postmaster> found = Postmaster.of(data);
    return found.isPresent() && found.get().trace(data) == Postmaster.Trace.SERVING;
  }

  private static void stop(PostgresPrograms programs, Path data) throws IOException {
    programs.run(
        STOP_SECONDS_MAX + 1,
        "pg_ctl",
        List.of(
            "stop", "--mode=fast", "--wait", "--timeout=" + STOP_SECONDS_MAX, "--pgdata=" + data));
  }
}
