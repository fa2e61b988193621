package sh.executor.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/** A process of its own that owns a data directory until it is killed. */
final class OwnerProcess {

  private OwnerProcess() {}

  /** One that only holds the lock. */
  static Process holding(Path folder) throws IOException {
    return launch("lock", folder);
  }

  /** One that runs PostgreSQL in it. */
  static Process serving(Path folder) throws IOException {
    return launch("postgres", folder);
  }

  private static Process launch(String what, Path folder) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            OwnerProcess.class.getName(),
            what,
            folder.toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    if (!"ready".equals(process.inputReader().readLine())) {
      process.destroyForcibly();
      throw new IOException("the owner process did not get ready");
    }
    return process;
  }

  /** Takes the directory, says so, and stays. */
  public static void main(String... arguments) throws Exception {
    DataDirectory directory = DataDirectory.open(Path.of(arguments[1]));
    try (InstanceLock _ = InstanceLock.claim(directory)) {
      if (arguments[0].equals("postgres")) {
        EmbeddedPostgres.start(directory, new SecureRandom());
      }
      System.out.println("ready");
      Thread.currentThread().join();
    }
  }
}
