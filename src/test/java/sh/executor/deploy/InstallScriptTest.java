package sh.executor.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.deploy.ReleaseServer.Fault;

class InstallScriptTest {

  private static final String SCRIPT = "deploy/install/install.sh";

  @TempDir private Path folder;

  @Test
  void whatWasReleasedIsInstalledWithALauncher() throws Exception {
    try (ReleaseServer server = ReleaseServer.with(Fault.NONE)) {
      Script run = install(server, "--version", "1.2.3");

      assertThat(run.code()).as(run.said()).isZero();
      assertThat(run.said()).contains("Installed " + bin() + "/executor", "export PATH=");
      assertThat(bin().resolve("executor.jar")).hasBinaryContent(ReleaseServer.JAR);
      assertThat(server.asked())
          .containsExactly(
              "/releases/download/v1.2.3/" + ReleaseServer.NAME + ".sha256",
              "/releases/download/v1.2.3/" + ReleaseServer.NAME);
      assertThat(files()).hasSize(2);
    }
  }

  @Test
  void theLauncherGivesAllItIsGivenToJava() throws Exception {
    try (ReleaseServer server = ReleaseServer.with(Fault.NONE)) {
      install(server);

      Script run = launch("25.0.1", "call", "{\"a\": \"b c\"}");

      assertThat(run.said())
          .endsWith(
              "<-cp><"
                  + bin()
                  + "/executor.jar><sh.executor.app.Main><call><{\"a\": \"b c\"}> C.UTF-8");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "migrate", "daemon run --foreground"})
  void optionsForTheJvmAreForServers(String command) throws Exception {
    try (ReleaseServer server = ReleaseServer.with(Fault.NONE)) {
      install(server);

      assertThat(launch("25", command.split(" ", -1)).said())
          .contains("<-Xlog:gc><-Xmx1g><-jar><" + bin() + "/executor.jar>")
          .doesNotContain("-Xlog:disable");
      assertThat(launch("25", "mcp").said()).contains("<-Xlog:disable>").doesNotContain("-Xlog:gc");
    }
  }

  @Test
  void anOlderJavaIsNotTried() throws Exception {
    try (ReleaseServer server = ReleaseServer.with(Fault.NONE)) {
      install(server);

      Script run = launch("21.0.4", "mcp");

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.said())
          .startsWith("executor: Java 25 or newer is needed, and ")
          .contains("is Java 21", "JAVA_HOME")
          .hasLineCount(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OTHER_JAR, is not the one that was released",
    "CUT_OFF, can not be fetched",
    "NO_JAR, can not be fetched",
    "NO_SUM, nothing could be checked",
    "SUM_IS_A_PAGE, holds no SHA-256"
  })
  void whatCanNotBeCheckedIsNotInstalled(Fault fault, String message) throws Exception {
    Files.createDirectories(bin());
    Files.writeString(bin().resolve("executor.jar"), "the one before");
    try (ReleaseServer server = ReleaseServer.with(fault)) {
      Script run = install(server);

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.said()).contains(message).contains("othing was installed");
      assertThat(bin().resolve("executor.jar")).hasContent("the one before");
      assertThat(files()).hasSize(1);
    }
  }

  @Test
  void whatIsNotUnderstoodIsNotGuessedAt() throws Exception {
    try (ReleaseServer server = ReleaseServer.with(Fault.NONE)) {
      assertThat(install(server, "--versoin", "1").said())
          .contains("'--versoin' is not understood");
      assertThat(install(server, "--version", "../../1").said()).contains("is no version");
      assertThat(install(server, "--help").said()).contains("--version V");
      assertThat(server.asked()).isEmpty();
    }
  }

  /** By a Java that prints what it is given, with variables as a user may have them. */
  private Script launch(String version, String... arguments)
      throws IOException, InterruptedException {
    Path jdk = folder.resolve("a jdk");
    Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        "#!/bin/sh\nfor word in \"$@\"; do printf '<%s>' \"$word\"; done; printf \" $LC_CTYPE\"");
    java.toFile().setExecutable(true);
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return Script.run(
        Map.of(
            "JAVA_HOME", jdk.toString(),
            "EXECUTOR_JAVA_OPTIONS", "-Xlog:gc -Xmx1g",
            "LC_ALL", "",
            "LC_CTYPE", "",
            "LANG", ""),
        Stream.concat(Stream.of(bin().resolve("executor").toString()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  private Script install(ReleaseServer server, String... arguments)
      throws IOException, InterruptedException {
    return Script.run(
        Map.of("EXECUTOR_INSTALL_DIR", bin().toString(), "EXECUTOR_RELEASES", server.url()),
        Stream.concat(Stream.of("sh", SCRIPT), Stream.of(arguments)).toArray(String[]::new));
  }

  private Path bin() {
    return folder.resolve("it's here").resolve("bin");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(bin())) {
      return all.toList();
    }
  }
}
