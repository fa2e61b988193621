package sh.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import sh.executor.sandbox.Sandboxes.Restoring;

/**
 * A script that holds a little of everything a script can hold while it waits, and the way through
 * it: of the calls that are open the newest is answered, alone, so that it waits often and most
 * times with older calls still open.
 */
final class Journey {

  static final String SOURCE =
      """
      class Counter {
        #n = 0;
        static made = 0;
        constructor() { Counter.made++; }
        up() { return ++this.#n; }
        get n() { return this.#n; }
      }
      const counter = new Counter();
      const rows = new Map(), kept = new WeakMap(), order = new Set();
      const started = new Date(), dice = Math.random();
      const digits = /\\d+/g;
      digits.exec('a1b22c333d4444e55555');
      function* squares() { for (let i = 3n; ; i++) yield i ** 40n; }
      const numbers = squares();
      const adders = [];
      const bytes = new Uint16Array([1, 2, 65535]);
      const text = 'é\\u{1F600}'.repeat(50);
      const key = Symbol('key');
      const guarded = new Proxy({ [key]: 7 }, { get: (o, k) => k === key ? o[k] : `no ${String(k)}` });

      let caught;
      try { await tools.a.bad({}); } catch (e) { caught = e; } finally { counter.up(); }

      outer: for (let i = 0; i < 4; i++) {
        const row = await tools.a.loop({ i, dice });
        kept.set(row, i);
        rows.set(row.id, { row, was: kept.get(row) });
        const step = i;
        adders.push((n) => n + step);
        counter.up();
        digits.exec('a1b22c333d4444e55555');
        console.log('row', row.id, numbers.next().value);
        for (const wait of [1, 2]) {
          if (i < 2) continue outer;
          await tools.a.inner({ wait });
        }
      }

      const sums = await Promise.all([5, 6, 7].map(async (i) => {
        const one = await tools.a.all({ i });
        order.add(i);
        return one.id + (await tools.a.again({ i })).id;
      }));
      const first = await Promise.race([tools.a.race({}), tools.a.race({})]);
      async function* pages() { for (let i = 0; i < 2; i++) yield (await tools.a.page({ i })).id; }
      const paged = [];
      for await (const page of pages()) paged.push(page);
      emit({ paged });

      return {
        started, dice, again: Math.random(), later: Date.now() - started, made: Counter.made,
        n: counter.n, rows: [...rows], order: [...order], sums, first, paged, caught: caught.message,
        error: caught instanceof Error, digits: digits.lastIndex, next: String(numbers.next().value),
        added: adders.map((add) => add(10)), bytes: [...bytes], text, symbol: guarded[key],
        missing: guarded.x, length: tools.a.length === undefined,
      };
      """;

  private final TreeSet<Integer> open = new TreeSet<>();
  private final List<String> said = new ArrayList<>();
  private int waits;

  /** The clock of the journeys that are compared: noon, always. */
  static final InstantSource NOON = InstantSource.fixed(Instant.parse("2027-03-01T12:00:00Z"));

  /** The call that is open when the script waits for the first time. */
  static final List<Integer> FIRST = List.of(1);

  /** Takes {@code sandbox} to the first wait. */
  static void begin(Sandbox sandbox) {
    assertThat(sandbox.start(SOURCE)).isInstanceOf(Step.Waiting.class);
  }

  /**
   * Goes on from a wait to the end; at this wait and every other the sandbox that goes on is what
   * {@code hop} returns.
   */
  static Journey finish(Sandbox sandbox, List<Integer> open, UnaryOperator<Sandbox> hop) {
    Journey journey = new Journey();
    journey.open.addAll(open);
    Sandbox now = sandbox;
    Step step;
    do {
      journey.waits++;
      now = hop.apply(now);
      step = now.resume(List.of(answer(journey.open.removeLast())));
    } while (journey.waits(step));
    now.close();
    return journey;
  }

  /** The answer to a call: the first fails, all others return their id. */
  static Delivery answer(int id) {
    return id == 1
        ? new Delivery.Thrown(id, "not this one")
        : Scripts.returned(id, "{\"id\":%d,\"name\":\"row %d\"}".formatted(id, id));
  }

  private boolean waits(Step step) {
    step.calls().forEach(call -> open.add(call.id()));
    said.addAll(Scripts.calls(step));
    said.addAll(step.output().logs());
    said.addAll(Scripts.emitted(step));
    if (step instanceof Step.Waiting) {
      return true;
    }
    said.add(Scripts.result(step));
    return false;
  }

  /** How often the script waited. */
  int waits() {
    return waits;
  }

  /** A sandbox that goes on from a snapshot. */
  static Sandbox ready(Restoring restoring) {
    assertThat(restoring).isInstanceOf(Restoring.Ready.class);
    return ((Restoring.Ready) restoring).sandbox();
  }

  /** All calls, logs, emitted values and the result, in order. */
  List<String> said() {
    return said;
  }
}
