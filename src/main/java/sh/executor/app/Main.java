package sh.executor.app;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.PrintWriter;
import java.security.SecureRandom;
import sh.executor.cli.ExecutorCommand;
import sh.executor.cli.Host;
import sh.executor.cli.MigrateOptions;
import sh.executor.cli.ServeOptions;

/** Where the process starts. Only {@code serve} boots Quarkus. */
@QuarkusMain
public final class Main implements Host {

  private final SecureRandom random = new SecureRandom();

  private Main() {}

  /** Does what the arguments say, and exits with the code that came of it. */
  public static void main(String... arguments) {
    System.exit(ExecutorCommand.run(arguments, System.getenv(), new Main()));
  }

  @Override
  public int serve(ServeOptions options) {
    return new LocalServer(System.getenv(), random).serve(options);
  }

  @Override
  public int migrate(MigrateOptions options, PrintWriter out) {
    return new LocalMigration(System.getenv(), random).run(options, out);
  }
}
