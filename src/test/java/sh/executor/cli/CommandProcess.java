package sh.executor.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of the command line as a process of its own, and what it wrote where.
 *
 * @param code the exit code
 */
record CommandProcess(int code, String out, String err) {

  private static final int SECONDS_MAX = 180;

  /** Runs it to its end, with nothing on standard input. */
  static CommandProcess run(Map<String, String> environment, String... arguments) {
    return typing("", environment, arguments);
  }

  /** Runs it to its end with {@code typed} on standard input. */
  static CommandProcess typing(String typed, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add("sh.executor.app.Main");
    command.addAll(List.of(arguments));
    return of(command, typed, environment);
  }

  /** Runs any program to its end. */
  static CommandProcess of(List<String> command, String typed, Map<String, String> environment) {
    try {
      Path out = Files.createTempFile("command", ".out");
      Path err = Files.createTempFile("command", ".err");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("EXECUTOR_"));
        builder.environment().putAll(environment);
        int code = ended(builder.start(), typed);
        return new CommandProcess(code, Files.readString(out), Files.readString(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("run " + command, e);
    }
  }

  private static int ended(Process process, String typed) throws IOException {
    try (var in = process.getOutputStream()) {
      in.write(typed.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It did not read what it was given.
    }
    try {
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the command did not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("wait for the command", e);
    }
  }
}
