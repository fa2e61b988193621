package sh.executor.sandbox;

import java.io.PrintStream;
import java.time.InstantSource;

/** Prints how large snapshots are, by what the script holds. Run by hand (bench/README.md). */
final class SnapshotFigures {

  private SnapshotFigures() {}

  /** Prints the sizes. */
  public static void main(String... arguments) {
    PrintStream out = System.out;
    try (Sandboxes sandboxes =
        new Sandboxes(InstantSource.system(), System::nanoTime, SandboxLimits.DEFAULTS, 1L << 30)) {
      for (SnapshotBenchmark.Held held : SnapshotBenchmark.Held.values()) {
        try (Sandbox sandbox = held.waiting(sandboxes)) {
          SandboxSnapshot snapshot = sandbox.snapshot();
          out.printf(
              "%s: %,d bytes, %,d pages differ of %,d%n",
              held,
              snapshot.toBytes().length,
              snapshot.pages().count(),
              snapshot.memoryBytes() / 4096);
        }
      }
    }
  }
}
