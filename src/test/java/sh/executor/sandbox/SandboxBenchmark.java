package sh.executor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The sandbox's share of a run: at most 0.3 ms for {@code return 1 + 1}, 10 ms for a hundred calls,
 * one after the other or all at once, and 150 ms for a megabyte filtered down to ten rows. Answers
 * are at hand, so that no time is an upstream's.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class SandboxBenchmark {

  private static final byte[] HEAD =
      "{\"ok\":true,\"data\":null,\"http\":{\"status\":200}}".getBytes(UTF_8);
  private static final byte[] SMALL = "{\"id\":1,\"title\":\"x\"}".getBytes(UTF_8);
  private static final byte[] MEGABYTE = Rows.json(1_000_000).getBytes(UTF_8);

  private Sandboxes sandboxes;

  /** Starts the engine. */
  @Setup
  public void open() {
    sandboxes =
        new Sandboxes(InstantSource.system(), System::nanoTime, SandboxLimits.DEFAULTS, 1L << 30);
  }

  /** Stops it. */
  @TearDown
  public void close() {
    sandboxes.close();
  }

  /** Opens, computes, closes. */
  @Benchmark
  public Step onePlusOne() {
    return run("return 1 + 1", SMALL);
  }

  /** The same from TypeScript that has been seen before. */
  @Benchmark
  public Step typeScriptSeenBefore() {
    return run("const sum: number = 1 + 1; return sum", SMALL);
  }

  /** A hundred calls, each awaited before the next. */
  @Benchmark
  public Step hundredSequentialCalls() {
    return run(
        "let n = 0; for (let i = 0; i < 100; i++) n += (await tools.a.b.c.get({ i })).data.id; return n",
        SMALL);
  }

  /** A hundred calls at once, of which 32 are in flight. */
  @Benchmark
  public Step hundredParallelCalls() {
    return run(
        "return (await Promise.all(Array.from({ length: 100 }, (_, i) => tools.a.b.c.get({ i })))).length",
        SMALL);
  }

  /** A megabyte comes in and is parsed; nothing is done with it. */
  @Benchmark
  public Step megabyteParsed() {
    return run("return (await tools.a.b.c.list({})).data.length", MEGABYTE);
  }

  /** A megabyte comes in, ten rows go out. */
  @Benchmark
  public Step megabyteFilteredToTenRows() {
    return run(
        """
        const { data } = await tools.a.b.c.list({});
        return data.filter((row) => row.open && row.id % 100 === 0).slice(0, 10)
            .map(({ id, name }) => ({ id, name }));
        """,
        MEGABYTE);
  }

  private Step run(String source, byte[] body) {
    try (Sandbox sandbox = sandboxes.open(Scripts.TENANT, SandboxLimits.DEFAULTS)) {
      Step step = sandbox.start(source);
      while (step instanceof Step.Waiting waiting) {
        List<Delivery> answers =
            waiting.calls().stream()
                .<Delivery>map(call -> new Delivery.ReturnedBody(call.id(), HEAD, body))
                .toList();
        step = sandbox.resume(answers);
      }
      Scripts.result(step);
      return step;
    }
  }
}
