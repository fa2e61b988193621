package sh.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.sandbox.ScriptError.Kind;

/** Each limit ends in its own error, and leaves the rest as it was. */
class LimitsTest {

  private static final Duration CPU = Duration.ofMillis(100);
  private static final SandboxLimits SHORT = SandboxLimits.DEFAULTS.withCpu(CPU);

  private static void assertHealthy() {
    try (Sandbox sandbox = Scripts.open()) {
      assertThat(Scripts.result(sandbox.start("return 1 + 1"))).isEqualTo("2");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while (true) {}",
        "while (true) { try { while (true) {} } catch (e) {} finally { continue } }",
        "tools.a(); while (true) {}",
        "const f = () => Promise.resolve().then(f); await f()",
        "(async () => { while (true) await null })(); await tools.a()",
        "return /(a+)+$/.test('a'.repeat(40) + 'b')",
        "return Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)",
        "while (true) new Float64Array(100000).fill(1).sort()",
        "const s = 'a'.repeat(1e6); while (true) s.split('')",
        "const a = []; while (true) { try { a.push(new Array(1000).fill(1)) } catch (e) {} }",
        "const a = []; while (true) { try { a.push('x'.repeat(1e5) + a.length) } catch (e) {} }",
        "let m = new Map(); while (true) { try { m.set(m.size, [m.size]) } catch (e) {} }",
        "let x = 3n; while (true) { x = x * x; if (x > 2n ** 100000n) x = 3n }",
        "while (true) tools.a({ n: 1 }).catch(() => {})"
      })
  void aScriptThatComputesTooLongIsStopped(String source) {
    try (Sandbox sandbox = Scripts.open(SHORT)) {
      Step step = sandbox.start(source);

      assertThat(Scripts.error(step).kind()).isEqualTo(Kind.CPU);
      assertThat(Scripts.error(step).message()).contains("0.1 seconds");
      assertThat(sandbox.cpu()).isBetween(CPU, CPU.plusSeconds(2));
    }
    assertHealthy();
  }

  @Test
  void anAnswerDoesNotRefreshTheBudget() {
    try (Sandbox sandbox = Scripts.open(SHORT)) {
      Step step =
          sandbox.start(
              "for (;;) { const t = Date.now(); while (Date.now() - t < 20) {} await tools.a({}) }");
      while (step instanceof Step.Waiting) {
        step = sandbox.resume(Scripts.echo(step.calls()));
      }

      assertThat(Scripts.error(step).kind()).isEqualTo(Kind.CPU);
    }
  }

  @Test
  void waitingIsFree() {
    try (Sandbox sandbox = Scripts.open(SHORT)) {
      sandbox.start("await tools.a(); return 1");
      Duration before = sandbox.cpu();

      assertThat(sandbox.cpu()).isEqualTo(before).isLessThan(CPU);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "const a = []; while (true) a.push(new Array(1000).fill(1))",
        "let s = 'x'; while (true) s += s",
        "return new Array(3e7).fill(1.5).length",
        "return [...'xy'.repeat(1.2e7)].length",
        "return new ArrayBuffer(2 ** 31 - 1).byteLength",
        "const a = []; while (true) a.push(new Uint8Array(1e6))",
        "const a = []; while (true) a.push(new Promise(() => {}))"
      })
  void aScriptThatWantsTooMuchMemoryIsTold(String source) {
    try (Sandbox sandbox = Scripts.open(SandboxLimits.DEFAULTS.withMemoryBytes(8 << 20))) {
      Step step = sandbox.start(source);

      ScriptError error = Scripts.error(step);
      assertThat(error.kind()).isIn(Kind.MEMORY, Kind.THROWN);
      assertThat(error.message())
          .containsAnyOf(
              "may use 8 MiB",
              "invalid array buffer length",
              "string too long",
              "array length",
              "out of memory");
    }
    assertHealthy();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "const f = (n) => f(n + 1) + 1; return f(0)",
        "const f = (n) => { try { return f(n + 1) } catch (e) { return f(n + 1) } }; return f(0)",
        "return JSON.parse('['.repeat(200000))",
        "let o = {}; for (let i = 0; i < 200000; i++) o = { o }; return JSON.stringify(o)",
        "let s = []; for (let i = 0; i < 100000; i++) s = [s]; return String(s)",
        "return eval('('.repeat(100000) + '1' + ')'.repeat(100000))",
        "return new RegExp('('.repeat(100000) + ')'.repeat(100000)).test('')",
        "let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); return p.x"
      })
  void nestingTooDeepIsTold(String source) {
    try (Sandbox sandbox = Scripts.open()) {
      Step step = sandbox.start(source);

      ScriptError error = Scripts.error(step);
      assertThat(error.kind()).isIn(Kind.STACK, Kind.THROWN);
      assertThat(error.message())
          .containsAnyOf("nests calls too deep", "stack overflow", "too many");
    }
    assertHealthy();
  }

  @Test
  void nestingOfAFewHundredIsNot() {
    try (Sandbox sandbox = Scripts.open()) {
      Step step = sandbox.start("const f = (n) => n === 0 ? 0 : 1 + f(n - 1); return f(800)");

      assertThat(Scripts.result(step)).isEqualTo("800");
    }
  }

  @Test
  void anEndComesWhereverTheScriptIs() {
    SandboxLimits limits = SandboxLimits.DEFAULTS.withWallClock(Duration.ofMillis(300));
    try (Sandbox sandbox = Scripts.open(limits)) {
      Step step = sandbox.start("while (true) {}");

      assertThat(Scripts.error(step).kind()).isEqualTo(Kind.WALL_CLOCK);
      assertThat(Scripts.error(step).message()).contains("0.3 seconds");
    }
  }

  @Test
  void callsAreCounted() {
    try (Sandbox sandbox = Scripts.open()) {
      Step step =
          sandbox.start(
              "let n = 0; try { for (;;) { await tools.a(); n++ } } catch (e) { return [n, e.message] }");
      while (step instanceof Step.Waiting) {
        step = sandbox.resume(List.of(Scripts.returned(step.calls().getFirst().id(), "1")));
      }

      assertThat(Scripts.json(step).get(0).asInt()).isEqualTo(1_000);
      assertThat(Scripts.json(step).get(1).asText()).contains("1000 tool calls");
    }
  }

  @Test
  void logsAreCutWithAMark() {
    try (Sandbox sandbox = Scripts.open()) {
      Step step =
          sandbox.start("for (let i = 0; i < 3000; i++) console.log('x'.repeat(1000)); return 1");

      List<String> logs = step.output().logs();
      assertThat(logs.stream().mapToLong(String::length).sum()).isLessThan(1_050_000);
      assertThat(logs.getLast()).startsWith("[truncated]").contains("1,048,576");
    }
  }

  @Test
  void whatIsShownIsBounded() {
    try (Sandbox sandbox = Scripts.open()) {
      Step step = sandbox.start("for (;;) emit('x'.repeat(1e6))");

      assertThat(Scripts.error(step).message()).contains("emit").contains("4,194,304");
      assertThat(step.output().emitted()).hasSize(4);
    }
  }

  @Test
  void aResultIsBounded() {
    try (Sandbox sandbox = Scripts.open()) {
      Step step = sandbox.start("return 'x'.repeat(5e6)");

      assertThat(Scripts.error(step).kind()).isEqualTo(Kind.SIZE);
      assertThat(Scripts.error(step).message()).contains("5,000,002").contains("4,194,304");
    }
  }

  @Test
  void anArgumentIsBounded() {
    try (Sandbox sandbox = Scripts.open()) {
      Step step =
          sandbox.start("try { await tools.a('x'.repeat(5e6)) } catch (e) { return e.message }");

      assertThat(Scripts.json(step).asText()).contains("5,000,002").contains("4,194,304");
    }
  }

  @Test
  void aSourceIsBounded() {
    try (Sandbox sandbox = Scripts.open()) {
      Step step = sandbox.start("return '" + "x".repeat(1 << 20) + "'");

      assertThat(Scripts.error(step).kind()).isEqualTo(Kind.SIZE);
    }
  }

  @Test
  void cancellingEndsAComputingScript() throws InterruptedException, ExecutionException {
    try (Sandbox sandbox = Scripts.open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Step> step = threads.submit(() -> sandbox.start("while (true) {}"));

      sandbox.cancel();

      assertThat(Scripts.error(step.get()).kind()).isEqualTo(Kind.CANCELLED);
    }
    assertHealthy();
  }

  @Test
  void loopsOfOneTenantKeepNoOtherWaiting() throws InterruptedException, ExecutionException {
    List<Sandbox> loops = new ArrayList<>();
    List<Future<Step>> steps = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 12; i++) {
        Sandbox loop = Scripts.open(Scripts.tenant(2));
        loops.add(loop);
        steps.add(threads.submit(() -> loop.start("while (true) {}")));
      }

      assertHealthy();

      assertThat(steps).noneMatch(Future::isDone);
      loops.forEach(Sandbox::cancel);
      for (Future<Step> step : steps) {
        assertThat(Scripts.error(step.get()).kind()).isEqualTo(Kind.CANCELLED);
      }
    } finally {
      loops.forEach(Sandbox::close);
    }
  }

  @Test
  void hundredsWaitAtOnceWithoutAThreadEach() {
    List<Sandbox> sandboxes = new ArrayList<>();
    try {
      for (int i = 0; i < 500; i++) {
        Sandbox sandbox = Scripts.open(Scripts.tenant(i % 7));
        sandboxes.add(sandbox);
        sandbox.start("const n = " + i + "; const r = await tools.a(); return n + r");
      }

      long threads =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().startsWith("sandbox-"))
              .count();
      List<String> results =
          sandboxes.stream()
              .map(sandbox -> Scripts.result(sandbox.resume(List.of(Scripts.returned(1, "1000")))))
              .toList();

      assertThat(threads).isLessThanOrEqualTo(65);
      assertThat(results)
          .isEqualTo(IntStream.range(0, 500).mapToObj(i -> Integer.toString(i + 1000)).toList());
    } finally {
      sandboxes.forEach(Sandbox::close);
    }
  }
}
