package sh.executor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparingDouble;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Finds what scripts spend their time in, of the engine's large methods: {@code
 * src/build/engine/SplitMethods.java} keeps that together. Run by hand, with an engine that counts
 * (CONTRIBUTING.md); every script weighs the same, however long it runs.
 */
public final class EngineProfile {

  private static final int REGIONS_MAX = 4_096;
  private static final byte[] HEAD =
      "{\"ok\":true,\"data\":null,\"http\":{\"status\":200}}".getBytes(UTF_8);
  private static final byte[] BODY =
      "[{\"id\":1,\"title\":\"x\"},{\"id\":2,\"title\":null}]".getBytes(UTF_8);

  private static final Map<String, long[]> COUNTS = new ConcurrentHashMap<>();

  private static final List<String> SCRIPTS =
      List.of(
          "return 1 + 1",
          """
          let n = 0;
          for (let i = 0; i < 100; i++) n += (await tools.a.b.c.get({ i })).data.length;
          return n;
          """,
          """
          const all = await Promise.all(Array.from({ length: 100 }, (_, i) => tools.a.b.c.get({ i })));
          return all.length;
          """,
          """
          const seen = {}, out = [];
          for (let page = 0; page < 12; page++) {
            const { data, ok } = await tools.a.b.c.list({ page, per_page: 50 });
            if (!ok) break;
            for (const row of Array.isArray(data) ? data : [data]) {
              const key = `${row.id}-${row.title ?? 'none'}`;
              if (seen[key] === undefined) out.push({ ...row, key, at: page });
              seen[key] = true;
            }
          }
          console.log('rows', out.length);
          return out.slice(0, 5);
          """,
          """
          try {
            const fib = (n) => n < 2 ? n : fib(n - 1) + fib(n - 2);
            return fib(16);
          } catch (e) { return e.message }
          """,
          """
          let s = 0;
          for (let i = 0; i < 20000; i++) { s += i * i % 7; if (s > 1e6) s -= 1e6; }
          return s;
          """,
          """
          const rows = [], groups = {};
          for (let i = 0; i < 1000; i++) rows.push({ id: i, k: 'k' + i % 17, v: (i * 7919) % 1009 });
          for (const r of rows) (groups[r.k] ??= []).push(r);
          return Object.entries(groups)
              .map(([k, g]) => ({ k, n: g.length, max: Math.max(...g.map((r) => r.v)),
                  top: g.sort((x, y) => y.v - x.v).slice(0, 3).map((r) => r.id) }))
              .filter((x) => x.n > 2)
              .reduce((n, x) => n + x.max + x.top[0], 0);
          """,
          """
          let out = '';
          for (let i = 0; i < 300; i++) {
            const line = `row ${i}: value=${i * 3}; name="item ${i}"`;
            const m = /value=(\\d+); name="([^"]*)"/.exec(line);
            out += m[1].padStart(6, '0') + ',' + m[2].toUpperCase().split(' ').reverse().join('-');
            if (line.includes('99')) out = out.replace(/0+/g, '0');
          }
          return out.length;
          """,
          """
          class A {
            #n = 0;
            static made = 0;
            constructor(x) { this.x = x; A.made++; }
            get n() { return this.#n; }
            set n(v) { this.#n = v; }
            add(k = 1) { this.n += k; return this; }
          }
          class B extends A {
            add(k) { return super.add(k * 2); }
            toString() { return `B(${this.x})`; }
          }
          let t = 0;
          for (let i = 0; i < 500; i++) {
            const b = new B(i);
            t += b.add(i).add(1).n + String(b).length;
            try { if (i % 5 === 0) throw new Error('five ' + i); }
            catch (e) { t += e.message.length; }
            finally { t++; }
          }
          return t;
          """,
          """
          function* nat() { let i = 0; while (true) yield i++; }
          function* take(n, it) { let i = 0; for (const x of it) { if (i++ >= n) return; yield x; } }
          const { a, ...rest } = { a: 1, b: 2, c: 3 };
          let s = 0;
          for (const [i, x] of [...take(300, nat())].entries()) {
            const [p, q = 3] = [x, undefined];
            s += p * q + (rest?.b ?? 0) + i;
            switch (x % 4) { case 0: s += 1; break; case 1: s += 2; break; default: s -= 1; }
          }
          return s;
          """,
          """
          const later = async (x) => x;
          async function* pages() { for (let p = 0; p < 60; p++) yield await later([p, p + 1]); }
          let n = 0;
          for await (const page of pages()) for (const x of page) n += await later(x);
          const all = await Promise.all(Array.from({ length: 100 }, async (_, i) => ({ y: await later(i) })));
          return n + all.map(({ y }) => y).reduce((x, y) => x + y);
          """,
          """
          const rows = Array.from({ length: 200 }, (_, i) =>
              ({ id: i, name: 'name ' + i, tags: ['a', String(i)], nested: { x: i / 3, y: null, z: i % 2 === 0 } }));
          const text = JSON.stringify(rows);
          return JSON.parse(text).filter((r) => r.nested.z).length + text.length;
          """,
          """
          const m = new Map(), s = new Set();
          for (let i = 0; i < 1000; i++) {
            const k = 'k' + i % 300;
            m.set(k, (m.get(k) ?? 0) + i);
            s.add(i % 77);
          }
          let t = 0;
          for (const [k, v] of m) if (v > 100 && !s.has(v)) t += k.length;
          return t + [...s].sort((a, b) => a - b).length + new Date(0).toISOString().length;
          """,
          """
          const h = new Uint32Array(64);
          let a = 0x67452301 | 0;
          for (let i = 0; i < 4000; i++) {
            a = ((a << 5) | (a >>> 27)) ^ (h[i & 63] + i);
            h[i & 63] = a >>> 0;
            a = (a * 31 + ~i) | 0;
          }
          return [a, 0.1 + 0.2, -a % 7, 2 ** 10];
          """);

  private EngineProfile() {}

  /** Called by an engine that counts, wherever it enters a region. */
  public static void count(String method, int region) {
    COUNTS.computeIfAbsent(method, _ -> new long[REGIONS_MAX])[region]++;
  }

  /**
   * Writes the profile into a file: a line for each method, with its regions, the busiest first.
   */
  public static void main(String[] args) throws IOException {
    Map<String, Map<Integer, Double>> shares = new TreeMap<>();
    try (Sandboxes sandboxes =
        new Sandboxes(InstantSource.system(), System::nanoTime, SandboxLimits.DEFAULTS, 1L << 30)) {
      for (String script : SCRIPTS) {
        COUNTS.clear();
        run(sandboxes, script);
        COUNTS.forEach((method, counts) -> addShares(shares, method, counts));
      }
    }
    if (shares.isEmpty()) {
      throw new IllegalStateException(
          "This engine does not count: CONTRIBUTING.md says how to build one.");
    }
    Files.write(
        Path.of(args[0]),
        shares.entrySet().stream().map(e -> line(e.getKey(), e.getValue())).toList());
  }

  private static void addShares(
      Map<String, Map<Integer, Double>> shares, String method, long[] counts) {
    double all = 0;
    for (long count : counts) {
      all += count;
    }
    Map<Integer, Double> ofMethod = shares.computeIfAbsent(method, _ -> new HashMap<>());
    for (int region = 0; region < counts.length; region++) {
      if (counts[region] > 0) {
        ofMethod.merge(region, counts[region] / all, Double::sum);
      }
    }
  }

  private static String line(String method, Map<Integer, Double> shares) {
    return shares.entrySet().stream()
        .sorted(comparingDouble((Map.Entry<Integer, Double> e) -> -e.getValue()))
        .map(e -> " " + e.getKey())
        .collect(Collectors.joining("", method, ""));
  }

  private static void run(Sandboxes sandboxes, String script) {
    try (Sandbox sandbox = sandboxes.open(Scripts.TENANT, SandboxLimits.DEFAULTS)) {
      Step step = sandbox.start(script);
      while (step instanceof Step.Waiting waiting) {
        step =
            sandbox.resume(
                waiting.calls().stream()
                    .<Delivery>map(call -> new Delivery.ReturnedBody(call.id(), HEAD, BODY))
                    .toList());
      }
      Scripts.result(step);
    }
  }
}
