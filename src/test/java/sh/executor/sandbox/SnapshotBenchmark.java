package sh.executor.sandbox;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import sh.executor.sandbox.Sandboxes.Restoring;

/**
 * What it costs to write a waiting script down and to go on from that: together well under 3 ms for
 * an ordinary script. Sizes are printed by {@link SnapshotFigures}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class SnapshotBenchmark {

  /** Which script waits. */
  @Param public Held held = Held.NOTHING;

  private Sandboxes sandboxes;
  private Sandbox waiting;
  private SandboxSnapshot snapshot;
  private byte[] bytes;

  /** Starts the engine and takes the script to where it waits. */
  @Setup
  public void open() {
    sandboxes =
        new Sandboxes(InstantSource.system(), System::nanoTime, SandboxLimits.DEFAULTS, 1L << 30);
    waiting = held.waiting(sandboxes);
    snapshot = waiting.snapshot();
    bytes = snapshot.toBytes();
  }

  /** Stops it. */
  @TearDown
  public void close() {
    waiting.close();
    sandboxes.close();
  }

  /** Packs the memory: nearly all there is to do on the way out. */
  @Benchmark
  public SandboxSnapshot snapshot() {
    return waiting.snapshot();
  }

  /** Puts the parts together. */
  @Benchmark
  public byte[] toBytes() {
    return snapshot.toBytes();
  }

  /** Takes them apart; the memory stays packed. */
  @Benchmark
  public SandboxSnapshot parse() {
    return SandboxSnapshot.parse(bytes);
  }

  /** Unpacks the memory into an engine, and gives that back. */
  @Benchmark
  public Restoring restore() {
    Restoring restoring =
        sandboxes.restore(Scripts.TENANT, SandboxLimits.DEFAULTS, SandboxSnapshot.parse(bytes));
    Journey.ready(restoring).close();
    return restoring;
  }

  /** The same, and runs the script to its end with the answer it waits for. */
  @Benchmark
  public Step restoreAndResume() {
    try (Sandbox sandbox =
        Journey.ready(
            sandboxes.restore(
                Scripts.TENANT, SandboxLimits.DEFAULTS, SandboxSnapshot.parse(bytes)))) {
      return sandbox.resume(List.of(Scripts.returned(snapshot.openCalls().getFirst(), "1")));
    }
  }

  /** A script that waits for its last call, and what it holds. */
  public enum Held {
    /** Nothing. */
    NOTHING("return await tools.a.b.c.get({})", 0),
    /** What it found with five calls in a loop. */
    ROWS(
        """
        class Tally { #n = 0; up() { return ++this.#n; } }
        const tally = new Tally(), rows = new Map(), dice = Math.random();
        for (let i = 0; i < 5; i++) {
          rows.set(i, await tools.a.b.c.get({ i, dice }));
          tally.up();
          console.log('row', i);
        }
        await tools.a.b.c.put({ rows: [...rows.values()] });
        return tally.up();
        """,
        5),
    /** A list of objects that has as JSON one megabyte. */
    MEGABYTE("const rows = await tools.list(); return rows.length + await tools.a.b.c.get({})", 1),
    /** Five megabytes of text, all of it digits at random. */
    FIVE_MEGABYTES(
        """
        const texts = Array.from({ length: 1000 },
            () => Array.from({ length: 265 }, Math.random).join(' '));
        await tools.a.b.c.get({});
        return texts.length;
        """,
        0);

    private final String source;
    private final int answers;

    Held(String source, int answers) {
      this.source = source;
      this.answers = answers;
    }

    /** A sandbox in which it waits. */
    Sandbox waiting(Sandboxes sandboxes) {
      Sandbox sandbox = sandboxes.open(Scripts.TENANT, SandboxLimits.DEFAULTS);
      sandbox.start(source);
      for (int id = 1; id <= answers; id++) {
        String answer = this == MEGABYTE ? Rows.json(1_000_000) : "{\"id\":%d}".formatted(id);
        sandbox.resume(List.of(Scripts.returned(id, answer)));
      }
      return sandbox;
    }
  }
}
