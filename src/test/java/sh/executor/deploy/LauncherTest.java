package sh.executor.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./executor}, as an agent starts it in a checkout that is yet to be built. */
class LauncherTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String FIRST_MESSAGE = "{\"method\":\"initialize\"}\n";

  @TempDir private Path folder;

  private Checkout checkout = new Checkout(Path.of(""));

  @BeforeEach
  void aCheckout() throws IOException {
    checkout = Checkout.in(folder);
  }

  @Test
  void whatTheUserHasSetDoesNotReachTheTraining() throws Exception {
    Map<String, String> users =
        Map.of(
            "EXECUTOR_DATABASE_URL", "jdbc:postgresql://production/executor",
            "EXECUTOR_SECRET_KEY", "the key",
            "JAVA_TOOL_OPTIONS", "-Dexecutor.any=1");

    String said = said(checkout.start("", users, "mcp"));

    assertThat(said).contains("-XX:AOTCache=");
    assertThat(checkout.noted("server"))
        .isNotEmpty()
        .noneMatch(line -> line.startsWith("EXECUTOR_") || line.startsWith("JAVA_TOOL_OPTIONS"));
    assertThat(checkout.noted("bridge"))
        .isNotEmpty()
        .noneMatch(line -> line.startsWith("EXECUTOR_") || line.startsWith("JAVA_TOOL_OPTIONS"));
  }

  @Test
  void theFirstMessageIsNotReadByTheBuild() throws Exception {
    assertThat(said(checkout.start(FIRST_MESSAGE, Map.of(), "mcp"))).endsWith(FIRST_MESSAGE);

    assertThat(checkout.noted("stolen")).isEmpty();
  }

  @Test
  void ofManyThatFindNoBuildOneBuilds() throws Exception {
    List<Process> clients =
        List.of(
            checkout.start(FIRST_MESSAGE, Map.of(), "mcp"),
            checkout.start(FIRST_MESSAGE, Map.of(), "mcp"),
            checkout.start(FIRST_MESSAGE, Map.of(), "mcp"));

    for (Process client : clients) {
      assertThat(said(client)).endsWith(FIRST_MESSAGE);
    }

    assertThat(checkout.noted("mvnw")).hasSize(1);
  }

  @Test
  void aBuildThatWasCutShortIsDoneAgain() throws Exception {
    said(checkout.start("", Map.of(), "--version"));
    Files.createFile(checkout.home().resolve("target").resolve("build.unfinished"));

    said(checkout.start("", Map.of(), "--version"));
    said(checkout.start("", Map.of(), "--version"));

    assertThat(checkout.noted("mvnw")).hasSize(2);
  }

  @Test
  void whoStopsItInItsTrainingLeavesNothingBehind() throws Exception {
    checkout.trainSlowly();
    Process launcher = checkout.start("", Map.of(), "mcp");
    await().atMost(SOON).until(() -> !checkout.noted("node").isEmpty());
    List<Long> children =
        List.of(
            Long.valueOf(checkout.noted("server.pid").getFirst()),
            Long.valueOf(checkout.noted("node").getFirst()));

    launcher.destroy();

    assertThat(launcher.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(launcher.exitValue()).isEqualTo(143);
    assertThat(children).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
    assertThat(checkout.noted("server.pid")).as("it was told, not killed").isEmpty();
    try (Stream<Path> left = Files.list(checkout.temporary())) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void whatJavaHasToSayIsNotAmongTheAnswers() throws Exception {
    String said = said(checkout.start("", Map.of("EXECUTOR_JAVA_OPTIONS", "-Xlog:gc"), "mcp"));

    assertThat(said).contains("<-Xlog:disable>").doesNotContain("-Xlog:gc");
  }

  /** What came on standard output. */
  private static String said(Process process) throws Exception {
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue())
          .as(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
          .isZero();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }
}
