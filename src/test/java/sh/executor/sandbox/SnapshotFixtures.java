package sh.executor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Writes the snapshots that {@link SnapshotFixturesTest} goes on from: some waits of the {@link
 * Journey}, made by the engine of this build, each beside what the script has to say from there to
 * its end. Run by hand when a build with another engine is to be released (CONTRIBUTING.md).
 */
final class SnapshotFixtures {

  /** Where they are kept, from the root of the source tree. */
  static final Path FOLDER =
      Path.of("src", "test", "resources", "sh", "executor", "sandbox", "snapshots");

  private static final int ENGINE_DIGITS = 12;
  private static final List<Integer> WAITS = List.of(0, 6, 14);

  private SnapshotFixtures() {}

  /** Adds to the folder; those of other engines stay. */
  public static void main(String... arguments) throws IOException {
    List<SandboxSnapshot> waits = new ArrayList<>();
    try (Sandboxes sandboxes =
        new Sandboxes(Journey.NOON, System::nanoTime, SandboxLimits.DEFAULTS, 256L << 20)) {
      Sandbox sandbox = sandboxes.open(Scripts.TENANT, SandboxLimits.DEFAULTS);
      Journey.begin(sandbox);
      Journey.finish(
          sandbox,
          Journey.FIRST,
          it -> {
            waits.add(it.snapshot());
            return it;
          });
      Files.createDirectories(FOLDER);
      for (int wait : WAITS) {
        write(sandboxes, waits.get(wait), wait);
      }
    }
  }

  private static void write(Sandboxes sandboxes, SandboxSnapshot snapshot, int wait)
      throws IOException {
    Sandbox sandbox =
        Journey.ready(sandboxes.restore(Scripts.TENANT, SandboxLimits.DEFAULTS, snapshot));
    List<String> said =
        Journey.finish(sandbox, snapshot.openCalls(), UnaryOperator.identity()).said();
    String name = "%s-%02d".formatted(snapshot.engine().substring(0, ENGINE_DIGITS), wait);
    Files.write(FOLDER.resolve(name + ".snapshot"), snapshot.toBytes());
    Files.write(FOLDER.resolve(name + ".txt"), said, UTF_8);
  }
}
