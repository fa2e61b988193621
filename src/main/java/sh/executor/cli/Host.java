package sh.executor.cli;

import java.io.PrintWriter;

/** What the commands need of the process around them; each answers its exit code. */
public interface Host {

  /** Runs a server until it is stopped. */
  int serve(ServeOptions options);

  /**
   * Brings the database to the schema of this build, or says what that would do.
   *
   * @param out where to say it
   */
  int migrate(MigrateOptions options, PrintWriter out);
}
