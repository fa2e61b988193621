package sh.executor.daemon.election;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sh.executor.daemon.DataDirectory;

/**
 * How a server of this build is launched.
 *
 * @param command the program with its first arguments; {@code daemon run --foreground} and what
 *     goes with it are added
 */
public record ServerProgram(List<String> command) {

  private static final List<String> FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseCompactObjectHeaders");

  private static final File NOTHING = new File(File.separatorChar == '/' ? "/dev/null" : "NUL");

  public ServerProgram {
    command = List.copyOf(command);
  }

  /**
   * The one packaged as {@code jar}, run by {@code java}.
   *
   * @param options further ones for the JVM, separated by spaces
   */
  public static ServerProgram of(Path java, Path jar, String options) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(FLAGS);
    Path cache = jar.resolveSibling("executor.aot");
    if (cache.toFile().isFile()) {
      command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off"));
    }
    if (!options.isBlank()) {
      command.addAll(List.of(options.strip().split("\\s+")));
    }
    command.addAll(List.of("-jar", jar.toString()));
    return new ServerProgram(command);
  }

  /**
   * Launches a server that outlives this process. What it prints is appended to {@code log}.
   *
   * @param port the one it should take, unless something else has it
   */
  Process launch(DataDirectory directory, int port, Path log) throws IOException {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of("daemon", "run", "--foreground", "--detach"));
    line.addAll(List.of("--port", Integer.toString(port)));
    line.addAll(List.of("--data-dir", directory.root().toString()));
    return new ProcessBuilder(line)
        // Not the caller's folder, which may go away.
        .directory(directory.root().toFile())
        .redirectInput(ProcessBuilder.Redirect.from(NOTHING))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }
}
