package sh.executor.cli;

import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import sh.executor.cli.output.Output;
import sh.executor.cli.service.SystemTools;
import sh.executor.daemon.election.ServerProgram;

/** What the commands need of the process around them; each answers its exit code. */
public interface Host {

  /** Runs a server until it is stopped. */
  int serve(ServeOptions options);

  /**
   * Runs a server for whoever asks next, until it is stopped.
   *
   * @param detached whether what becomes of the terminal is nothing to it, and what it prints goes
   *     to the daemon's log
   */
  int daemon(ServeOptions options, boolean detached);

  /** How such a server is launched as a process of its own. */
  ServerProgram program();

  /** Runs programs of the operating system. */
  SystemTools tools();

  /** The time of day. */
  InstantSource clock();

  /** Does nothing for a while. */
  void pause(Duration duration);

  /** Standard output, for messages rather than text. */
  OutputStream output();

  /** Elapsed time, in nanoseconds. */
  LongSupplier nanoTime();

  /**
   * Brings the database to the schema of this build, or says what that would do.
   *
   * @param output where to say it
   */
  int migrate(MigrateOptions options, Output output);
}
