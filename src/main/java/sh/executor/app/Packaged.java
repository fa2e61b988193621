package sh.executor.app;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sh.executor.daemon.election.ServerProgram;

/** Where this build is on disk, and how to run its server from there. */
final class Packaged {

  private static final String SERVER = "quarkus-run.jar";

  private Packaged() {}

  /** The server of the build this process runs. */
  static ServerProgram program(Map<String, String> environment) {
    return program(
        System.getProperty("java.class.path", ""),
        Path.of(System.getProperty("java.home", ""), "bin", "java"),
        environment.getOrDefault("EXECUTOR_JAVA_OPTIONS", ""));
  }

  /**
   * Likewise; nothing in it depends on the folder this process is in, as the server's is another.
   */
  static ServerProgram program(String classPath, Path java, String options) {
    List<Path> entries =
        Arrays.stream(classPath.split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).toAbsolutePath().normalize())
            .toList();
    Path first = entries.getFirst();
    Path jar = first.endsWith(SERVER) ? first : beside(first);
    if (Files.exists(jar)) {
      return ServerProgram.of(java, jar, options);
    }
    if (entries.size() == 1 && Files.isRegularFile(first)) {
      // A release in one file, whatever that is called.
      return ServerProgram.of(java, first, options);
    }
    // Not packaged, as in a test or an editor: the server is in this process's own class path.
    String absolute =
        entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    return new ServerProgram(List.of(java.toString(), "-cp", absolute, Main.class.getName()));
  }

  /** The server's jar, seen from a jar in {@code app/}. */
  private static Path beside(Path jar) {
    Path folder = jar.getParent();
    return folder == null ? jar : folder.resolveSibling(SERVER);
  }
}
