package sh.executor.app;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.security.SecureRandom;
import sh.executor.cli.ExecutorCommand;

/** Where the process starts. Only {@code serve} boots Quarkus. */
@QuarkusMain
public final class Main {

  private Main() {}

  /** Does what the arguments say, and exits with the code that came of it. */
  public static void main(String... arguments) {
    int code =
        ExecutorCommand.run(
            arguments,
            System.getenv(),
            options -> new LocalServer(System.getenv(), new SecureRandom()).serve(options));
    System.exit(code);
  }
}
