package sh.executor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sh.executor.sandbox.Sandboxes.Restoring;

/**
 * Scripts that wait in somebody's database, as far as this build is concerned: it must go on with
 * snapshots that earlier builds have made. docs/design/snapshots.md says what to do when it does
 * not.
 */
class SnapshotFixturesTest {

  private static final Sandboxes SANDBOXES =
      new Sandboxes(Journey.NOON, System::nanoTime, SandboxLimits.DEFAULTS, 256L << 20);

  @AfterAll
  static void close() {
    SANDBOXES.close();
  }

  static List<Path> snapshots() throws IOException {
    try (Stream<Path> files = Files.list(SnapshotFixtures.FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".snapshot")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("snapshots")
  void aSnapshotOfAnEarlierBuildGoesOnToItsEnd(Path file) throws IOException {
    SandboxSnapshot snapshot = SandboxSnapshot.parse(Files.readAllBytes(file));
    List<String> expected =
        Files.readAllLines(Path.of(file.toString().replace(".snapshot", ".txt")), UTF_8);

    Restoring restoring = SANDBOXES.restore(Scripts.TENANT, SandboxLimits.DEFAULTS, snapshot);

    assertThat(restoring)
        .as("this build strands scripts that wait: see docs/design/snapshots.md, A new engine")
        .isInstanceOf(Restoring.Ready.class);
    Sandbox sandbox = Journey.ready(restoring);
    List<Integer> open = snapshot.openCalls();
    assertThat(Journey.finish(sandbox, open, UnaryOperator.identity()).said()).isEqualTo(expected);
  }

  @Test
  void theEngineOfThisBuildHasSnapshotsOfItsOwn() throws IOException {
    try (Sandbox sandbox = SANDBOXES.open(Scripts.TENANT, SandboxLimits.DEFAULTS)) {
      Journey.begin(sandbox);
      String engine = sandbox.snapshot().engine();

      assertThat(snapshots())
          .extracting(file -> SandboxSnapshot.parse(Files.readAllBytes(file)).engine())
          .contains(engine);
    }
  }
}
