package sh.executor.cli.service;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
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

  /** Those of this machine. */
  static SystemTools here() {
    return SystemTools::runHere;
  }

  private static Ran runHere(List<String> command) {
    int secondsMax = 60;
    int outputBytesMax = 64 << 10;
    int notRun = 127;
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.PIPE)
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      try (InputStream out = process.getInputStream()) {
        String said = new String(out.readNBytes(outputBytesMax), Charset.defaultCharset());
        if (!process.waitFor(secondsMax, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          return new Ran(notRun, "it did not end");
        }
        return new Ran(process.exitValue(), said);
      }
    } catch (IOException e) {
      return new Ran(notRun, "there is no " + command.getFirst());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Ran(notRun, "interrupted");
    }
  }
}
