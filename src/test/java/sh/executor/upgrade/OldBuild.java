package sh.executor.upgrade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The build before the newest migration: that of the last commit that does not have it, made once
 * of its sources and kept under {@code target/before}. What it shares with this build (npm
 * packages, the compiled engine if that is made the same way) is taken from here, so that making it
 * needs no network.
 */
final class OldBuild {

  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final Path MIGRATIONS = Path.of("src", "main", "resources", "db", "migration");
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final Path PACKAGES = Path.of("src", "main", "npm", "node_modules");
  private static final Path ENGINE = Path.of("target", "engine");
  private static final List<String> ENGINE_SOURCES =
      List.of("src/build", "src/main/npm/package-lock.json");
  private static final int BUILD_MINUTES_MAX = 15;

  private OldBuild() {}

  /** Its jar. */
  static Path jar() {
    String commit = commit();
    Path folder = HERE.resolve("target").resolve("before").resolve(commit);
    Path jar = folder.resolve(JAR);
    if (!Files.exists(jar)) {
      make(commit, folder);
    }
    return jar;
  }

  private static String commit() {
    if (!Files.exists(HERE.resolve(".git"))
        || git("rev-parse", "--is-shallow-repository").equals("true")) {
      throw new IllegalStateException(
          "The build before the newest migration is made from the history, which is not here: clone"
              + " the repository, or fetch the rest of it by `git fetch --unshallow`"
              + " (`fetch-depth: 0` in a workflow).");
    }
    String newest = newestMigration();
    String added = git("log", "--diff-filter=A", "--format=%H", "--", newest);
    String first = added.substring(added.lastIndexOf('\n') + 1);
    return first.isEmpty() ? git("rev-parse", "HEAD") : git("rev-parse", first + "^");
  }

  private static String newestMigration() {
    try (Stream<Path> files = Files.list(HERE.resolve(MIGRATIONS))) {
      return files
          .map(file -> MIGRATIONS.resolve(file.getFileName()).toString())
          .max(Comparator.naturalOrder())
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException("list " + MIGRATIONS, e);
    }
  }

  private static void make(String commit, Path folder) {
    try {
      Files.createDirectories(folder);
      Path sources = folder.resolve("sources.tar");
      git("archive", "--output", sources.toString(), commit);
      run(folder, "tar", "-xf", sources.toString());
      copy(HERE.resolve(PACKAGES), folder.resolve(PACKAGES));
      if (hasThisEngine(commit)) {
        copy(HERE.resolve(ENGINE), folder.resolve(ENGINE));
      }
      run(
          folder,
          folder.resolve("mvnw").toString(),
          "-B",
          "-q",
          "package",
          "-Dmaven.test.skip=true",
          "-Dspotless.check.skip=true");
    } catch (IOException e) {
      throw new UncheckedIOException("make the build of " + commit, e);
    }
  }

  private static boolean hasThisEngine(String commit) {
    return git(Stream.concat(
                Stream.of("diff", "--name-only", commit, "--"), ENGINE_SOURCES.stream())
            .toArray(String[]::new))
        .isEmpty();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        if (!Files.isDirectory(file)) {
          // With its time: what is younger than its lock file is not installed again.
          Files.copy(
              file,
              target,
              StandardCopyOption.REPLACE_EXISTING,
              StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  private static String git(String... arguments) {
    return run(
        HERE, Stream.concat(Stream.of("git"), Arrays.stream(arguments)).toArray(String[]::new));
  }

  private static String run(Path folder, String... command) {
    String named = String.join(" ", command);
    try {
      Path output = Files.createTempFile("before", ".out");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      Process process = builder.start();
      if (!process.waitFor(BUILD_MINUTES_MAX, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException(named + " takes more than " + BUILD_MINUTES_MAX + " min");
      }
      String said = Files.readString(output, StandardCharsets.UTF_8).strip();
      Files.delete(output);
      if (process.exitValue() != 0) {
        throw new IllegalStateException(named + " failed: " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(named, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + named, e);
    }
  }
}
