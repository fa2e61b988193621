package sh.executor.daemon.election;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import sh.executor.daemon.DataDirectory;
import sh.executor.daemon.EmbeddedPostgres;
import sh.executor.daemon.InstanceLock;
import sh.executor.daemon.LocalServerException;
import sh.executor.daemon.OsLock;
import sh.executor.daemon.RunningServer;

/**
 * Finds the server of a data directory, and has one started when there is none. Safe for use by any
 * number of processes; one thread of each at a time.
 */
public final class Election {

  /** Where a daemon is looked for by people. */
  public static final int PREFERRED_PORT = 4788;

  /** What a server exits with that lost a race it may win the next time. */
  public static final int TRY_AGAIN = 75;

  private static final Duration WITHIN = Duration.ofSeconds(90);
  private static final int POLL_MILLIS = 30;
  private static final int LAUNCHES_MAX = 3;
  private static final int POLLS_MAX = 30;
  private static final Optional<Long> UNNAMED = Optional.of(0L);

  private final DataDirectory directory;
  private final ServerProgram program;
  private final LongSupplier nanoTime;
  private final Consumer<String> notes;
  private int preferredPort = PREFERRED_PORT;

  /**
   * @param nanoTime elapsed time, in nanoseconds
   * @param notes told what is being done, a line each, when it takes longer than a blink
   */
  public Election(
      DataDirectory directory,
      ServerProgram program,
      LongSupplier nanoTime,
      Consumer<String> notes) {
    this.directory = directory;
    this.program = program;
    this.nanoTime = nanoTime;
    this.notes = notes;
  }

  /** Likewise, with a server that is started taking {@code port} if it can. */
  public Election preferring(int port) {
    preferredPort = port;
    return this;
  }

  /** What there is. */
  public DaemonState state() {
    Optional<Long> owner = InstanceLock.owner(directory);
    Optional<RunningServer> announced = RunningServer.announced(directory);
    if (owner.isEmpty()) {
      return new DaemonState.Absent(announced.isPresent());
    }
    // What was left behind by one that was killed is not the new owner's.
    Optional<RunningServer> own = announced.filter(server -> server.pid() == owner.get());
    if (own.isEmpty()) {
      return new DaemonState.Busy(owner.get());
    }
    return Health.answers(own.get().origin())
        ? new DaemonState.Serving(own.get())
        : new DaemonState.Silent(own.get());
  }

  /**
   * The server, once it answers.
   *
   * @throws LocalServerException when it could not be started, or does not answer in time
   */
  public RunningServer running() {
    long deadline = nanoTime.getAsLong() + WITHIN.toNanos();
    Optional<FailedStart> before = FailedStart.last(directory);
    while (true) {
      DaemonState state = state();
      if (state instanceof DaemonState.Serving(RunningServer server)) {
        return server;
      }
      if (nanoTime.getAsLong() > deadline) {
        throw late(state);
      }
      if (state instanceof DaemonState.Absent) {
        startUnlessAnotherDoes(before, deadline);
      }
      pause();
    }
  }

  private void startUnlessAnotherDoes(Optional<FailedStart> before, long deadline) {
    Optional<OsLock> right = startLock();
    if (right.isEmpty()) {
      return;
    }
    try (OsLock _ = right.get()) {
      if (!(state() instanceof DaemonState.Absent)) {
        return;
      }
      Optional<FailedStart> since = FailedStart.last(directory);
      if (since.isPresent() && !since.equals(before)) {
        throw new LocalServerException(since.get().reason());
      }
      start(deadline);
    } catch (IOException e) {
      throw LocalServerException.because("Can not start a server of " + directory.root(), e);
    }
  }

  private Optional<OsLock> startLock() {
    try {
      return OsLock.tryTake(directory.control().resolve("start.lock"));
    } catch (IOException e) {
      throw LocalServerException.because(
          "Can not write to the data directory " + directory.root(), e);
    }
  }

  /** Launches a server and waits until it answers, holding the right to start all the while. */
  private void start(long deadline) throws IOException {
    DaemonLog log = DaemonLog.of(directory);
    notes.accept("Starting the server of " + directory.root());
    for (int launches = 0; launches < LAUNCHES_MAX; launches++) {
      log.begin();
      Process server = program.launch(directory, preferredPort, log.file());
      while (nanoTime.getAsLong() < deadline) {
        DaemonState state = state();
        if (state instanceof DaemonState.Serving) {
          return;
        }
        if (!server.isAlive()) {
          break;
        }
        pause();
      }
      if (server.isAlive() || !(state() instanceof DaemonState.Absent)) {
        // It is late, or another process has the directory: whoever waits decides.
        return;
      }
      if (server.exitValue() != TRY_AGAIN) {
        break;
      }
    }
    String reason = "The server did not start. " + log.reason() + " (" + log.file() + ')';
    FailedStart.tell(directory, reason);
    throw new LocalServerException(reason);
  }

  private LocalServerException late(DaemonState state) {
    String what =
        switch (state) {
          case DaemonState.Absent _ -> "No server came up";
          case DaemonState.Busy(long pid) ->
              "Process " + pid + " owns the directory but does not serve yet";
          case DaemonState.Silent(RunningServer server) ->
              "Process " + server.pid() + " does not answer at " + server.origin();
          case DaemonState.Serving _ -> "It has come up just now";
        };
    return new LocalServerException(
        what
            + " (data directory "
            + directory.root()
            + "). Try \"executor daemon status\", then \"executor daemon restart\".");
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalServerException("Interrupted while a server was starting", e);
    }
  }

  /**
   * Stops the server and waits until it has gone.
   *
   * @param force whether to kill one that does not stop
   * @return the process that was stopped; empty when there was none
   * @throws LocalServerException when it does not stop in time
   */
  public Optional<Long> stop(Duration within, boolean force) {
    Optional<Long> owner = InstanceLock.owner(directory);
    for (int polls = 0; owner.equals(UNNAMED) && polls < POLLS_MAX; polls++) {
      pause();
      owner = InstanceLock.owner(directory);
    }
    if (owner.isEmpty()) {
      stopDatabaseLeft();
      return owner;
    }
    long pid = owner.get();
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    if (!gone(pid, within)) {
      if (!force) {
        throw new LocalServerException(
            "Process " + pid + " has not stopped yet; --force kills it.");
      }
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      if (!gone(pid, within)) {
        throw new LocalServerException("Process " + pid + " was killed and has not ended yet.");
      }
    }
    stopDatabaseLeft();
    return owner;
  }

  /**
   * What was killed could not stop its database. Who owns the directory by now has taken it over.
   */
  private void stopDatabaseLeft() {
    Optional<InstanceLock> owned = InstanceLock.tryClaim(directory);
    if (owned.isEmpty()) {
      return;
    }
    try (InstanceLock _ = owned.get()) {
      EmbeddedPostgres.stopLeft(directory);
    }
  }

  private boolean gone(long pid, Duration within) {
    long deadline = nanoTime.getAsLong() + within.toNanos();
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    while (InstanceLock.owner(directory).filter(owner -> owner == pid).isPresent()
        || process.filter(ProcessHandle::isAlive).isPresent()) {
      if (nanoTime.getAsLong() > deadline) {
        return false;
      }
      pause();
    }
    return true;
  }
}
