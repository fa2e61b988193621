package sh.executor.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command line of this build's package, as the launcher starts what is no server. */
public final class PackagedCli {

  private static final Path APP = Path.of("target", "quarkus-app").toAbsolutePath();
  private static final List<String> JARS = List.of("com.fasterxml.jackson.core.", "info.picocli.");

  private PackagedCli() {}

  /** The command for {@code arguments}. */
  public static List<String> command(String... arguments) {
    StartCache.record();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms8m", "-Xmx256m", "-cp"));
    command.add(classPath());
    command.add("sh.executor.app.Main");
    command.addAll(List.of(arguments));
    return command;
  }

  private static String classPath() {
    List<String> path = new ArrayList<>();
    jars(APP.resolve("app")).forEach(path::add);
    jars(APP.resolve("lib").resolve("main"))
        .filter(
            jar ->
                JARS.stream()
                    .anyMatch(name -> Path.of(jar).getFileName().toString().startsWith(name)))
        .forEach(path::add);
    return String.join(":", path);
  }

  private static Stream<String> jars(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(Path::toString)
          .filter(file -> file.endsWith(".jar"))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException("list " + folder, e);
    }
  }
}
