package sh.executor.app;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import sh.executor.daemon.election.ServerProgram;

/** Where this build is on disk, and how to run its server from there. */
final class Packaged {

  private static final String SERVER = "quarkus-run.jar";

  private Packaged() {}

  /** The server of the build this process runs. */
  static ServerProgram program(Map<String, String> environment) {
    String classPath = System.getProperty("java.class.path", "");
    Path java = Path.of(System.getProperty("java.home", ""), "bin", "java");
    Path first = Path.of(classPath.split(File.pathSeparator, 2)[0]).toAbsolutePath().normalize();
    Path jar = first.endsWith(SERVER) ? first : beside(first);
    if (!Files.exists(jar)) {
      // Not packaged, as in a test or an editor: the server is in this process's own class path.
      return new ServerProgram(List.of(java.toString(), "-cp", classPath, Main.class.getName()));
    }
    return ServerProgram.of(java, jar, environment.getOrDefault("EXECUTOR_JAVA_OPTIONS", ""));
  }

  /** The server's jar, seen from a jar in {@code app/}. */
  private static Path beside(Path jar) {
    Path folder = jar.getParent();
    return folder == null ? jar : folder.resolveSibling(SERVER);
  }
}
