package sh.executor.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.cli.Version;
import sh.executor.deploy.ReleaseServer.Fault;

/** The npm package, with a Java that prints what it is given. */
class NpmPackageTest {

  private static final Path PACKAGE = Path.of("deploy", "npm");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @BeforeEach
  void aJavaThatSaysWhatItIsGiven() throws IOException {
    Path java = Files.createDirectories(folder.resolve("jdk").resolve("bin")).resolve("java");
    Files.writeString(
        java, "#!/bin/sh\nfor word in \"$@\"; do printf '<%s>' \"$word\"; done\nexit 7\n");
    java.toFile().setExecutable(true);
  }

  @Test
  void theJarIsFetchedOnceAndGivenToJava() throws Exception {
    try (ReleaseServer server = ReleaseServer.with(Fault.NONE)) {
      Script first = run(PACKAGE, server, "call", "a b");
      Script second = run(PACKAGE, server, "call", "a b");

      String version = Version.number();
      assertThat(first.said())
          .contains("Fetching ")
          .endsWith("executor.jar><sh.executor.app.Main><call><a b>");
      assertThat(second.said()).doesNotContain("Fetching").endsWith("Main><call><a b>");
      assertThat(first.code()).isEqualTo(7);
      assertThat(server.asked())
          .containsExactly(
              "/releases/download/v" + version + "/" + ReleaseServer.NAME + ".sha256",
              "/releases/download/v" + version + "/" + ReleaseServer.NAME);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OTHER_JAR, is not the one that was released",
    "CUT_OFF, broke off",
    "NO_JAR, can not be fetched (status 404)",
    "NO_SUM, can not be fetched (status 404)",
    "SUM_IS_A_PAGE, holds no SHA-256"
  })
  void whatCanNotBeCheckedIsNotRun(Fault fault, String message) throws Exception {
    try (ReleaseServer server = ReleaseServer.with(fault)) {
      Script run = run(PACKAGE, server);

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.said()).contains(message).doesNotContain("<-cp>");
      assertThat(kept()).isEmpty();
    }
  }

  @Test
  void aJarThatWasChangedSinceIsFetchedAgain() throws Exception {
    try (ReleaseServer server = ReleaseServer.with(Fault.NONE)) {
      run(PACKAGE, server);
      Files.writeString(jar(), "changed");

      run(PACKAGE, server);

      assertThat(jar()).hasBinaryContent(ReleaseServer.JAR);
    }
  }

  @Test
  void aJarThatWasChangedWithoutAChangeOfItsSizeOrTimeIsFetchedAgain() throws Exception {
    try (ReleaseServer server = ReleaseServer.with(Fault.NONE)) {
      run(PACKAGE, server);
      run(PACKAGE, server);
      FileTime before = Files.getLastModifiedTime(jar());
      Files.write(jar(), new byte[ReleaseServer.JAR.length]);
      Files.setLastModifiedTime(jar(), before);

      run(PACKAGE, server);

      assertThat(jar()).hasBinaryContent(ReleaseServer.JAR);
    }
  }

  @Test
  void optionsForTheJvmAreForServers() throws Exception {
    try (ReleaseServer server = ReleaseServer.with(Fault.NONE)) {
      assertThat(run(PACKAGE, server, "serve").said())
          .contains("<-Xlog:gc><-jar>")
          .doesNotContain("-Xlog:disable");
      assertThat(run(PACKAGE, server, "mcp").said())
          .contains("<-Xlog:disable>")
          .doesNotContain("-Xlog:gc");
    }
  }

  @Test
  void anOlderJavaIsNotTriedAndNothingFetchedForIt() throws Exception {
    Files.writeString(folder.resolve("jdk").resolve("release"), "JAVA_VERSION=\"21.0.4\"\n");
    try (ReleaseServer server = ReleaseServer.with(Fault.NONE)) {
      Script run = run(PACKAGE, server, "mcp");

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.said()).contains("Java 25 or newer is needed", "is Java 21").hasLineCount(1);
      assertThat(server.asked()).isEmpty();
    }
  }

  @Test
  void aPackageThatKnowsTheSumAsksForNone() throws Exception {
    Path published = folder.resolve("published");
    Files.createDirectories(published.resolve("bin"));
    Files.createDirectories(published.resolve("lib"));
    for (String file :
        new String[] {
          "bin/executor.mjs", "lib/class-cache.mjs", "lib/fetch-jar.mjs", "lib/find-java.mjs"
        }) {
      Files.copy(PACKAGE.resolve(file), published.resolve(file));
    }
    ObjectNode manifest = (ObjectNode) manifest();
    ((ObjectNode) manifest.at("/executor/sha256")).put(ReleaseServer.NAME, ReleaseServer.hash());
    JSON.writeValue(published.resolve("package.json").toFile(), manifest);
    try (ReleaseServer good = ReleaseServer.with(Fault.NO_SUM);
        ReleaseServer bad = ReleaseServer.with(Fault.OTHER_JAR)) {
      assertThat(run(published, bad).said()).contains("is not the one that was released");
      assertThat(run(published, good).said()).contains("<-cp>");
      assertThat(good.asked()).noneMatch(path -> path.endsWith(".sha256"));
    }
  }

  @Test
  void thePackageIsOfThisVersion() throws IOException {
    assertThat(manifest().path("version").asText()).isEqualTo(Version.number());
  }

  private static JsonNode manifest() throws IOException {
    return JSON.readTree(PACKAGE.resolve("package.json").toFile());
  }

  private Path jar() {
    return folder.resolve("cache").resolve(Version.number()).resolve("executor.jar");
  }

  private Stream<Path> kept() throws IOException {
    Path cache = folder.resolve("cache");
    if (Files.notExists(cache)) {
      return Stream.empty();
    }
    try (Stream<Path> all = Files.walk(cache)) {
      return all.filter(Files::isRegularFile).toList().stream();
    }
  }

  private Script run(Path from, ReleaseServer server, String... arguments)
      throws IOException, InterruptedException {
    return Script.run(
        Map.of(
            "EXECUTOR_RELEASES", server.url(),
            "EXECUTOR_CACHE_DIR", folder.resolve("cache").toString(),
            "EXECUTOR_JAVA_OPTIONS", "-Xlog:gc",
            "JAVA_HOME", folder.resolve("jdk").toString()),
        Stream.concat(
                Stream.of("node", from.resolve("bin/executor.mjs").toString()),
                Stream.of(arguments))
            .toArray(String[]::new));
  }
}
