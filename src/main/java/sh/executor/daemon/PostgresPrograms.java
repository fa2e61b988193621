package sh.executor.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs PostgreSQL's own programs, with an environment of their own: nothing of this process's gets
 * in.
 *
 * @param binaries the folder that has {@code bin/}
 * @param home where they run, and where their output is put
 * @param runAs as whom
 */
record PostgresPrograms(Path binaries, Path home, RunAs runAs) {

  private static final int SHOWN_CHARACTERS_MAX = 2_000;

  /** Starts {@code program}; what it prints goes to {@code <program>.out} in home. */
  Process start(String program, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(runAs.prefix());
    command.add(binaries.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output(program).toFile());
    Map<String, String> environment = builder.environment();
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    environment.clear();
    environment.put("PATH", path);
    environment.put("LC_ALL", "C");
    return builder.start();
  }

  /**
   * Runs {@code program} to its end.
   *
   * @throws LocalServerException when it fails or takes longer; the message ends with what it
   *     printed
   */
  void run(int secondsMax, String program, List<String> arguments) throws IOException {
    Process process = start(program, arguments);
    try {
      if (process.waitFor(secondsMax, TimeUnit.SECONDS) && process.exitValue() == 0) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
    throw failed(program, output(program));
  }

  /** The failure of {@code program}, told by the end of what it, or the server, wrote. */
  LocalServerException failed(String program, Path written) throws IOException {
    String text = Files.exists(written) ? Files.readString(written, StandardCharsets.UTF_8) : "";
    String end = text.substring(Math.max(0, text.length() - SHOWN_CHARACTERS_MAX)).strip();
    return new LocalServerException("PostgreSQL's " + program + " failed in " + home + ":\n" + end);
  }

  private Path output(String program) {
    return home.resolve(program + ".out");
  }
}
