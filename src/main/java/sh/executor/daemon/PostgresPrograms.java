package sh.executor.daemon;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs PostgreSQL's own programs, with an environment of their own: nothing of this process's gets
 * in.
 *
 * @param binaries the folder that has {@code bin/}
 * @param home where they run, and where their output is put
 * @param runAs as whom
 */
record PostgresPrograms(Path binaries, Path home, RunAs runAs) {

  private static final int READ_BYTES_MAX = 64 << 10;
  private static final int SHOWN_CHARACTERS_MAX = 500;
  private static final long SPACE_BYTES_MIN = 1 << 20;

  /** How PostgreSQL marks the line that tells why; what stands before it is the time. */
  private static final Pattern REASON =
      Pattern.compile("(?:FATAL|PANIC|ERROR|error): .*|[^:]*: (?:could not|cannot) .*");

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
   * @throws LocalServerException when it fails or takes longer; the message ends with the reason
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
    throw failed(program, output(program), 0);
  }

  /** The failure of {@code program}, told by what it, or the server, wrote after {@code from}. */
  LocalServerException failed(String program, Path written, long from) throws IOException {
    return new LocalServerException(
        "PostgreSQL's " + program + " failed in " + home + ": " + reason(said(written, from)));
  }

  /** What was written to a file after its first {@code from} bytes, if too much, the end of it. */
  static String said(Path written, long from) throws IOException {
    if (Files.notExists(written)) {
      return "";
    }
    try (SeekableByteChannel channel = Files.newByteChannel(written)) {
      channel.position(Math.max(from, channel.size() - READ_BYTES_MAX));
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** One line. Who can not even write why has most likely no room for it. */
  private String reason(String said) {
    List<String> lines = said.lines().filter(line -> !line.isBlank()).toList();
    Optional<String> reason =
        lines.reversed().stream()
            .map(REASON::matcher)
            .filter(Matcher::find)
            .map(Matcher::group)
            .findFirst();
    String line = reason.orElseGet(() -> lines.isEmpty() ? silence() : lines.getLast()).strip();
    return line.substring(0, Math.min(line.length(), SHOWN_CHARACTERS_MAX));
  }

  private String silence() {
    return home.toFile().getUsableSpace() < SPACE_BYTES_MIN
        ? "there is no space left on its disk."
        : "it said nothing.";
  }

  private Path output(String program) {
    return home.resolve(program + ".out");
  }
}
