package sh.executor.sandbox;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Prints what a benchmark of one operation can not: memory per waiting script, how late a stop
 * comes, and what loops of one tenant do to another. Run by hand (bench/README.md).
 */
final class SandboxFigures {

  private static final int WAITING = 500;
  private static final int SAMPLES = 300;
  private static final Duration CPU = Duration.ofMillis(300);

  private static final List<String> LOOPS =
      List.of(
          "while (true) {}",
          "while (true) { try { while (true) {} } catch (e) {} finally { continue } }",
          "const f = () => Promise.resolve().then(f); await f()",
          "return /(a+)+$/.test('a'.repeat(40) + 'b')",
          "return Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)",
          "while (true) new Float64Array(100000).fill(1).sort()",
          "const s = 'a'.repeat(1e6); while (true) s.split('')",
          "const a = []; while (true) { try { a.push(new Array(1000).fill(1)) } catch (e) {} }");

  private final PrintStream out;
  private final Sandboxes sandboxes =
      new Sandboxes(InstantSource.system(), System::nanoTime, SandboxLimits.DEFAULTS, 1L << 30);

  private SandboxFigures(PrintStream out) {
    this.out = out;
  }

  /** Prints all figures. */
  public static void main(String[] args) throws InterruptedException, ExecutionException {
    SandboxFigures figures = new SandboxFigures(System.out);
    new WarmUp(figures.sandboxes).run();
    figures.memory();
    figures.stops();
    figures.neighbours();
    figures.sandboxes.close();
  }

  private void memory() {
    long before = heap();
    List<Sandbox> waiting = new ArrayList<>();
    for (int i = 0; i < WAITING; i++) {
      Sandbox sandbox = sandboxes.open(Scripts.TENANT, SandboxLimits.DEFAULTS);
      sandbox.start(
          "const a = Array.from({ length: 100 }, (_, i) => ({ i })); await tools.x(); return a");
      waiting.add(sandbox);
    }
    out.printf("heap per waiting script: %d kB%n", (heap() - before) / WAITING / 1000);
    waiting.forEach(Sandbox::close);
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private void stops() {
    for (String loop : LOOPS) {
      try (Sandbox sandbox =
          sandboxes.open(Scripts.TENANT, SandboxLimits.DEFAULTS.withWallClock(CPU))) {
        long started = System.nanoTime();
        sandbox.start(loop);
        double late = (System.nanoTime() - started - CPU.toNanos()) / 1e6;
        out.printf("stopped %.1f ms after its deadline: %s%n", late, loop);
      }
    }
  }

  private void neighbours() throws InterruptedException, ExecutionException {
    for (int loops : new int[] {0, 1, 4, 16}) {
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Sandbox> busy = new ArrayList<>();
        List<Future<Step>> steps = new ArrayList<>();
        for (int i = 0; i < loops; i++) {
          Sandbox sandbox = sandboxes.open(Scripts.tenant(2), SandboxLimits.DEFAULTS);
          busy.add(sandbox);
          steps.add(threads.submit(() -> sandbox.start("while (true) {}")));
        }
        double[] millis = threads.submit(this::samples).get();
        out.printf(
            "return 1 + 1 beside %d loops of another tenant: p50 %.2f ms, p99 %.2f ms%n",
            loops, millis[SAMPLES / 2], millis[SAMPLES * 99 / 100]);
        busy.forEach(Sandbox::cancel);
        for (Future<Step> step : steps) {
          step.get();
        }
        busy.forEach(Sandbox::close);
      }
    }
  }

  private double[] samples() {
    double[] millis = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      long started = System.nanoTime();
      try (Sandbox sandbox = sandboxes.open(Scripts.tenant(3), SandboxLimits.DEFAULTS)) {
        sandbox.start("return 1 + 1");
      }
      millis[i] = (System.nanoTime() - started) / 1e6;
    }
    Arrays.sort(millis);
    return millis;
  }
}
