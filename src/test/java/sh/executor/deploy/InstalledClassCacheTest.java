package sh.executor.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import sh.executor.cli.Version;
import sh.executor.deploy.ReleaseServer.Fault;

/** The launcher that {@code install.sh} writes. */
class InstalledClassCacheTest extends ClassCacheContract {

  /** What of a release its command line needs. */
  private static final Pattern COMMAND_LINE =
      Pattern.compile(
          "sh/executor/(api|app|cli|daemon|kernel|telemetry)/.*|META-INF/executor/.*"
              + "|com/fasterxml/jackson/.*|picocli/.*");

  /** With {@code AOTMode=on} Java does not start unless it can use what was recorded. */
  @Test
  void aRealJavaUsesWhatItHasRecorded() throws Exception {
    Path home = Path.of(System.getProperty("java.home"));
    Map<String, String> insisting = Map.of("JAVA_TOOL_OPTIONS", "-XX:AOTMode=on");
    release(jars().resolve("executor.jar"));

    Script first = start(home, Map.of(), "--version");
    Path cache = cached(Runtime.version().toString());
    Script second = start(home, insisting, "--version");
    Files.write(cache, new byte[1_000]);
    Script refused = start(home, insisting, "--version");
    Script third = start(home, Map.of(), "--version");

    String version = "executor " + Version.number() + System.lineSeparator();
    assertThat(first.said()).isEqualTo(version);
    assertThat(second.said()).endsWith(version);
    assertThat(second.code()).as(second.said()).isZero();
    assertThat(refused.code()).as("it does insist").isEqualTo(1);
    assertThat(third.said()).as("one that is broken is passed over").isEqualTo(version);
  }

  /** Puts the command line of this build there in one file. */
  private static void release(Path file) throws IOException {
    Set<String> names = new HashSet<>();
    try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
      for (String entry :
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
              .split(":", -1)) {
        Path from = Path.of(entry);
        if (Files.isDirectory(from)) {
          add(from, names, jar);
        } else if (entry.contains("jackson-") || entry.contains("picocli")) {
          try (FileSystem zip = FileSystems.newFileSystem(from)) {
            add(zip.getPath("/"), names, jar);
          }
        }
      }
    }
  }

  private static void add(Path root, Set<String> names, JarOutputStream jar) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString();
        if (COMMAND_LINE.matcher(name).matches() && names.add(name)) {
          jar.putNextEntry(new ZipEntry(name));
          Files.copy(file, jar);
        }
      }
    }
  }

  @Override
  void install() throws Exception {
    try (ReleaseServer server = ReleaseServer.with(Fault.NONE)) {
      Script run =
          Script.run(
              Map.of("EXECUTOR_INSTALL_DIR", jars().toString(), "EXECUTOR_RELEASES", server.url()),
              "sh",
              "deploy/install/install.sh");
      assertThat(run.code()).as(run.said()).isZero();
    }
  }

  @Override
  Script start(Path home, Map<String, String> more, String... arguments) throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("JAVA_HOME", home.toString());
    environment.put("LC_ALL", "");
    environment.put("LC_CTYPE", "");
    environment.put("LANG", "");
    return Script.run(
        environment,
        Stream.concat(Stream.of(jars().resolve("executor").toString()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  @Override
  Path jars() {
    return folder.resolve("it's here").resolve("bin");
  }
}
