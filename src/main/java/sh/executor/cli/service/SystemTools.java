package sh.executor.cli.service;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of the operating system. */
@FunctionalInterface
public interface SystemTools {

  /** Runs one to its end. */
  Ran run(List<String> command);

  /**
   * What came of it.
   *
   * @param code 0 when it was done
   * @param output what it said, or why it could not be run
   */
  record Ran(int code, String output) {

    /** Whether it was done. */
    public boolean done() {
      return code == 0;
    }
  }

  /** Those of this machine: each has a minute, and may say 64 KiB. */
  static SystemTools here() {
    return SystemTools::runHere;
  }

  private static Ran runHere(List<String> command) {
    int notRun = 127;
    try {
      // A file ends where the program does; a pipe, only with all that it has left running.
      Path said = Files.createTempFile("executor-", ".out");
      try {
        return runHere(command, said);
      } finally {
        Files.delete(said);
      }
    } catch (IOException e) {
      return new Ran(notRun, "there is no " + command.getFirst());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Ran(notRun, "interrupted");
    }
  }

  private static Ran runHere(List<String> command, Path said)
      throws IOException, InterruptedException {
    int secondsMax = 60;
    int outputBytesMax = 64 << 10;
    int notEnded = 124;
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    process.getOutputStream().close();
    if (!process.waitFor(secondsMax, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return new Ran(notEnded, "it did not end");
    }
    try (InputStream out = Files.newInputStream(said)) {
      return new Ran(
          process.exitValue(),
          new String(out.readNBytes(outputBytesMax), Charset.defaultCharset()));
    }
  }
}
