package sh.executor.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon is launched by, which runs in another folder than who launches it. */
class PackagedTest {

  private static final Path JAVA = Path.of("/jdk/bin/java");

  @TempDir private Path folder;

  @Test
  void aReleaseInOneFileIsRunAsSuchByWhateverNameItGoes() throws IOException {
    Path jar = Files.createFile(folder.resolve("executor.jar"));
    Path here = Path.of("").toAbsolutePath();

    List<String> command =
        Packaged.program(here.relativize(jar).toString(), JAVA, "-Xmx1g -Dx=1").command();

    assertThat(command)
        .startsWith(JAVA.toString(), "--enable-native-access=ALL-UNNAMED")
        .endsWith("-Xmx1g", "-Dx=1", "-jar", jar.toString());
  }

  @Test
  void theCommandLineOfAPackageRunsTheServerBesideIt() throws IOException {
    Path server = Files.createFile(folder.resolve("quarkus-run.jar"));
    String classPath = folder.resolve("app").resolve("executor-1.jar") + ":/lib/picocli.jar";

    assertThat(Packaged.program(classPath, JAVA, "").command()).endsWith("-jar", server.toString());
  }

  @Test
  void whatIsNotPackagedIsFoundFromAnyFolder() {
    assertThat(Packaged.program("target/classes:lib/a.jar", JAVA, "").command())
        .containsExactly(
            JAVA.toString(),
            "-cp",
            Path.of("target/classes").toAbsolutePath()
                + ":"
                + Path.of("lib/a.jar").toAbsolutePath(),
            Main.class.getName());
  }
}
