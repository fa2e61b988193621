package sh.executor.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds of every installed copy: its second start finds recorded which classes it needs, and
 * nobody hears of it when that can not be.
 */
abstract class ClassCacheContract {

  /** A real Java records for seconds of processor time, behind everybody else. */
  private static final Duration SOON = Duration.ofMinutes(5);

  private static final int STARTS = 6;

  @TempDir Path folder;

  /** Installs it. */
  abstract void install() throws Exception;

  /** Starts it by the Java at {@code home}. */
  abstract Script start(Path home, Map<String, String> more, String... arguments) throws Exception;

  /** Where its jar is. */
  abstract Path jars();

  @BeforeEach
  void anInstalledCopy() throws Exception {
    install();
  }

  @Test
  void aSecondStartUsesWhatWasRecordedBesideTheFirst() throws Exception {
    RecordingJava java = java("25.0.1+8-LTS");

    Script first = start(java.home(), Map.of(), "mcp");
    Path cache = cached("25.0.1+8-LTS");
    Script second = start(java.home(), Map.of(), "mcp");

    assertThat(first.said()).startsWith("<-XX:+UseSerialGC>").endsWith("<mcp> C.UTF-8");
    String option = "<-XX:AOTCache=" + cache + '>';
    assertThat(second.said()).contains(option);
    assertThat(second.said().replace(option, "")).isEqualTo(first.said());
    assertThat(java.recorded()).hasSize(1);
  }

  @Test
  void aServerNeedsNoneOfIt() throws Exception {
    RecordingJava java = java("25.0.1+8");

    start(java.home(), Map.of(), "serve");

    assertThat(java.recorded()).isEmpty();
  }

  @Test
  void whatTheUserHasSetIsNotRecorded() throws Exception {
    RecordingJava java = java("25.0.1+8");

    start(
        java.home(), Map.of("EXECUTOR_API_KEY", "the key", "JAVA_TOOL_OPTIONS", "-Dany=1"), "mcp");
    cached("25.0.1+8");

    assertThat(java.environment())
        .isNotEmpty()
        .noneMatch(line -> line.startsWith("EXECUTOR_") || line.startsWith("JAVA_TOOL_OPTIONS"));
  }

  @Test
  void eachJavaHasItsOwn() throws Exception {
    RecordingJava old = java("25.0.1+8");
    RecordingJava young = java("25.0.2+10");
    start(old.home(), Map.of(), "mcp");
    cached("25.0.1+8");

    Script other = start(young.home(), Map.of(), "mcp");
    cached("25.0.2+10");

    assertThat(other.said()).doesNotContain("AOTCache");
    assertThat(start(old.home(), Map.of(), "mcp").said()).contains("25.0.1+8-");
    assertThat(start(young.home(), Map.of(), "mcp").said()).contains("25.0.2+10-");
  }

  @Test
  void anotherJarIsRecordedAnew() throws Exception {
    RecordingJava java = java("25.0.1+8");
    start(java.home(), Map.of(), "mcp");
    cached("25.0.1+8");
    Files.setLastModifiedTime(jar(), FileTime.from(Instant.EPOCH));

    Script other = start(java.home(), Map.of(), "mcp");
    cached("25.0.1+8");

    assertThat(other.said()).doesNotContain("AOTCache");
    assertThat(java.recorded()).hasSize(2);
  }

  @Test
  void ofManyThatStartAtOnceOneRecords() throws Exception {
    RecordingJava java = java("25.0.1+8");
    List<Callable<Script>> starts = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      starts.add(() -> start(java.home(), Map.of(), "mcp"));
    }

    try (var threads = Executors.newCachedThreadPool()) {
      for (Future<Script> one : threads.invokeAll(starts)) {
        assertThat(one.get().said()).endsWith("<mcp> C.UTF-8");
      }
    }
    cached("25.0.1+8");

    assertThat(java.recorded()).hasSize(1);
  }

  @Test
  void nothingIsSaidWhereNothingCanBeWritten() throws Exception {
    RecordingJava java = java("25.0.1+8");
    // In the way of the folder, as the superuser may write anywhere.
    Files.createFile(recording("25.0.1+8"));

    Script run = start(java.home(), Map.of(), "mcp");

    assertThat(run.said()).startsWith("<-XX:+UseSerialGC>").endsWith("<mcp> C.UTF-8");
    assertThat(java.recorded()).isEmpty();
  }

  @Test
  void whatFailedIsTriedAgainAnHourLater() throws Exception {
    RecordingJava java = java("25.0.1+8");
    java.unable();

    Script failed = start(java.home(), Map.of(), "mcp");
    await().atMost(SOON).until(() -> java.recorded().size() == 1);
    start(java.home(), Map.of(), "mcp");
    assertThat(java.recorded()).hasSize(1);
    Files.setLastModifiedTime(recording("25.0.1+8"), FileTime.from(Instant.EPOCH));
    start(java.home(), Map.of(), "mcp");

    await().atMost(SOON).until(() -> java.recorded().size() == 2);
    assertThat(failed.said()).startsWith("<-XX:+UseSerialGC>").endsWith("<mcp> C.UTF-8");
  }

  private RecordingJava java(String build) throws IOException {
    return RecordingJava.in(folder.resolve("a jdk " + build), build);
  }

  /** What was recorded of the jar, once it was. */
  Path cached(String build) throws IOException {
    Path cache = cache(build);
    Path recording = recording(build);
    await().atMost(SOON).until(() -> Files.exists(cache) && Files.notExists(recording));
    return cache;
  }

  private Path recording(String build) throws IOException {
    return Path.of(cache(build) + ".recording");
  }

  private Path cache(String build) throws IOException {
    long seconds = Files.getLastModifiedTime(jar()).toInstant().getEpochSecond();
    return jars().resolve("classes-" + build + '-' + Files.size(jar()) + '-' + seconds + ".aot");
  }

  private Path jar() {
    return jars().resolve("executor.jar");
  }
}
