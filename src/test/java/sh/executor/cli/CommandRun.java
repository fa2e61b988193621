package sh.executor.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import sh.executor.cli.output.Output;
import sh.executor.cli.output.Terminal;
import sh.executor.cli.service.SystemTools;
import sh.executor.daemon.election.ServerProgram;

/**
 * One run of the command line inside this process, and what it said.
 *
 * @param code the exit code
 */
record CommandRun(int code, String out, String err) {

  /** With nothing typed, and a host that can do nothing. */
  static CommandRun of(Map<String, String> environment, String... arguments) {
    return of(environment, "", new NoHost(), arguments);
  }

  /** With {@code typed} on standard input. */
  static CommandRun of(
      Map<String, String> environment, String typed, Host host, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        QuickStart.run(
            arguments,
            new Surroundings(
                environment,
                input(typed),
                new PrintWriter(out),
                new PrintWriter(err),
                Terminal.none(),
                host));
    return new CommandRun(code, out.toString(), err.toString());
  }

  /**
   * What it said of the matter: without the note that a server is waited for, on a slow machine.
   */
  String told() {
    return told(err);
  }

  /** That part of what a command wrote to standard error. */
  static String told(String err) {
    return err.replaceAll("(?m)^Waiting for http\\S+ \\.\\.\\.\\R", "");
  }

  /** What a process reads that {@code typed} was piped to. */
  static InputStream input(String typed) {
    return new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
  }

  /** A process in which no server can be started. */
  static class NoHost implements Host {

    @Override
    public int serve(ServeOptions options) {
      throw new AssertionError("serves");
    }

    @Override
    public int daemon(ServeOptions options, boolean detached) {
      throw new AssertionError("serves others");
    }

    @Override
    public ServerProgram program() {
      throw new AssertionError("launches a server");
    }

    @Override
    public SystemTools tools() {
      throw new AssertionError("touches the system");
    }

    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

    /** For how long it was asked to pause: time goes on at once. */
    List<Duration> pauses() {
      return pauses;
    }

    /** Lets time pass. */
    void forward(Duration duration) {
      now.updateAndGet(time -> time.plus(duration));
    }

    @Override
    public InstantSource clock() {
      return now::get;
    }

    @Override
    public void pause(Duration duration) {
      pauses.add(duration);
      forward(duration);
    }

    @Override
    public OutputStream output() {
      throw new AssertionError("writes messages");
    }

    @Override
    public LongSupplier nanoTime() {
      return System::nanoTime;
    }

    @Override
    public int migrate(MigrateOptions options, Output output) {
      throw new AssertionError("migrates");
    }
  }
}
