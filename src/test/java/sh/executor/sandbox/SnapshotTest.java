package sh.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sh.executor.sandbox.Sandboxes.Restoring;

/** A script that waits is written down and goes on somewhere else, as if it had not moved. */
class SnapshotTest {

  private static final SandboxLimits LIMITS = SandboxLimits.DEFAULTS;
  private static final AtomicLong CLOCK = new AtomicLong(1_800_000_000_000L);
  private static final AtomicLong NANOS_ADDED = new AtomicLong();
  private static final Sandboxes HERE = sandboxes();
  private static final Sandboxes THERE = sandboxes();

  @AfterAll
  static void close() {
    HERE.close();
    THERE.close();
  }

  private static Sandboxes sandboxes() {
    InstantSource clock = () -> Instant.ofEpochMilli(CLOCK.get());
    return new Sandboxes(clock, () -> System.nanoTime() + NANOS_ADDED.get(), LIMITS, 256L << 20);
  }

  private static Sandbox restored(Sandboxes where, SandboxSnapshot snapshot) {
    return restored(where, snapshot, LIMITS);
  }

  private static Sandbox restored(Sandboxes where, SandboxSnapshot from, SandboxLimits limits) {
    return Journey.ready(where.restore(Scripts.TENANT, limits, from));
  }

  /** The snapshot of a script at its first wait; the script itself is closed. */
  private static SandboxSnapshot waiting(String source, SandboxLimits limits) {
    try (Sandbox sandbox = HERE.open(Scripts.TENANT, limits)) {
      assertThat(sandbox.start(source)).isInstanceOf(Step.Waiting.class);
      return sandbox.snapshot();
    }
  }

  private static Step answered(Sandbox sandbox, int id) {
    return sandbox.resume(List.of(Scripts.returned(id, Integer.toString(id))));
  }

  private static Sandbox moved(Sandbox from, Sandboxes to) {
    try (from) {
      return restored(to, from.snapshot());
    }
  }

  private static Sandbox movedAsBytes(Sandbox from, Sandboxes to) {
    try (from) {
      return restored(to, SandboxSnapshot.parse(from.snapshot().toBytes()));
    }
  }

  static Stream<UnaryOperator<Sandbox>> moves() {
    return Stream.of(
        it -> {
          it.snapshot();
          return it;
        },
        it -> moved(it, HERE),
        it -> movedAsBytes(it, HERE),
        it -> movedAsBytes(it, THERE),
        it -> movedAsBytes(movedAsBytes(it, THERE), HERE));
  }

  @ParameterizedTest
  @MethodSource("moves")
  void aJourneyIsTheSameHoweverOftenItMoves(UnaryOperator<Sandbox> move) {
    Sandbox sandbox = HERE.open(Scripts.TENANT, LIMITS);
    Journey.begin(sandbox);
    Sandbox moving = restored(HERE, sandbox.snapshot());
    Journey stayed = Journey.finish(sandbox, Journey.FIRST, UnaryOperator.identity());

    Journey moved = Journey.finish(moving, Journey.FIRST, move);

    assertThat(stayed.waits()).isGreaterThan(15);
    assertThat(moved.said()).isEqualTo(stayed.said());
  }

  @Test
  void theJourneyComesToWhereItShould() {
    Sandbox sandbox = HERE.open(Scripts.TENANT, LIMITS);
    Journey.begin(sandbox);

    Journey moved = Journey.finish(sandbox, Journey.FIRST, it -> movedAsBytes(it, THERE));

    assertThat(moved.said().getLast())
        .contains("\"started\":\"2027-01-15T08:00:00.000Z\"", "\"caught\":\"not this one\"")
        .contains("\"n\":5", "\"made\":1", "\"added\":[10,11,12,13]", "\"bytes\":[1,2,65535]");
  }

  @Test
  void twoRestoresOfOneSnapshotGoTheirOwnWays() {
    SandboxSnapshot snapshot =
        waiting(
            "const dice = Math.random(); const list = [await tools.x()]; list.push(await tools.x()); return [dice, list]",
            LIMITS);

    try (Sandbox one = restored(HERE, snapshot);
        Sandbox other = restored(HERE, snapshot)) {
      one.resume(List.of(Scripts.returned(1, "\"one\"")));
      other.resume(List.of(Scripts.returned(1, "\"other\"")));
      var first = Scripts.json(one.resume(List.of(Scripts.returned(2, "1"))));
      var second = Scripts.json(other.resume(List.of(Scripts.returned(2, "2"))));

      assertThat(first.get(1).toString()).isEqualTo("[\"one\",1]");
      assertThat(second.get(1).toString()).isEqualTo("[\"other\",2]");
      assertThat(first.get(0)).isEqualTo(second.get(0));
    }
  }

  @Test
  void aRecycledEngineRemembersNothing() {
    SandboxSnapshot snapshot = waiting("await tools.x(); return typeof globalThis.left", LIMITS);
    try (Sandbox other = THERE.open(Scripts.TENANT, LIMITS)) {
      other.start("globalThis.left = 'x'.repeat(1e6); return 1");
    }

    try (Sandbox sandbox = restored(THERE, snapshot)) {
      assertThat(Scripts.json(answered(sandbox, 1)).asText()).isEqualTo("undefined");
    }
  }

  @Test
  void aDateStaysAndTheClockGoesOn() {
    SandboxSnapshot snapshot =
        waiting("const then = Date.now(); await tools.x(); return [then, Date.now()]", LIMITS);
    long then = CLOCK.getAndAdd(Duration.ofDays(7).toMillis());

    try (Sandbox sandbox = restored(THERE, snapshot)) {
      assertThat(Scripts.result(answered(sandbox, 1)))
          .isEqualTo("[%d,%d]", then, then + Duration.ofDays(7).toMillis());
    } finally {
      CLOCK.set(then);
    }
  }

  @Test
  void processorTimeIsCarriedOver() {
    SandboxSnapshot snapshot =
        waiting("for (let i = 0; i < 3e5; i++); await tools.x(); while (true) {}", LIMITS);

    try (Sandbox sandbox =
        restored(
            THERE, SandboxSnapshot.parse(snapshot.toBytes()), LIMITS.withCpu(snapshot.cpu()))) {
      assertThat(sandbox.cpu()).isEqualTo(snapshot.cpu()).isPositive();
      assertThat(Scripts.error(answered(sandbox, 1)).kind()).isEqualTo(ScriptError.Kind.CPU);
      assertThat(sandbox.cpu()).isLessThan(snapshot.cpu().plusSeconds(5));
    }
  }

  @Test
  void timeAsASnapshotIsNotTheScriptsButTimeBeforeIs() {
    SandboxLimits limits =
        LIMITS.withWallClock(Duration.ofMinutes(10)).withCpu(Duration.ofSeconds(1));
    try (Sandbox sandbox = HERE.open(Scripts.TENANT, limits)) {
      sandbox.start("await tools.x(); await tools.y(); while (true) {}");
      NANOS_ADDED.addAndGet(Duration.ofMinutes(8).toNanos());
      SandboxSnapshot snapshot = sandbox.snapshot();
      NANOS_ADDED.addAndGet(Duration.ofDays(7).toNanos());

      try (Sandbox inTime = restored(THERE, snapshot, limits);
          Sandbox late = restored(THERE, snapshot, limits)) {
        answered(inTime, 1);
        answered(late, 1);
        ScriptError computed = Scripts.error(answered(inTime, 2));
        NANOS_ADDED.addAndGet(Duration.ofMinutes(3).toNanos());
        ScriptError waited = Scripts.error(answered(late, 2));

        assertThat(computed.kind()).isEqualTo(ScriptError.Kind.CPU);
        assertThat(waited.kind()).isEqualTo(ScriptError.Kind.WALL_CLOCK);
      }
    }
  }

  @Test
  void aSnapshotKnowsItsOpenCalls() {
    SandboxSnapshot snapshot =
        waiting("await Promise.all([tools.a(), tools.b(), tools.c()])", LIMITS);

    try (Sandbox sandbox = restored(THERE, snapshot)) {
      answered(sandbox, 2);

      assertThat(snapshot.openCalls()).containsExactly(1, 2, 3);
      assertThat(sandbox.snapshot().openCalls()).containsExactly(1, 3);
      assertThatThrownBy(() -> answered(sandbox, 2)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aSnapshotNamesItsEngineInEveryProcessAlike() {
    SandboxSnapshot here = waiting("await tools.x()", LIMITS);

    try (Sandbox sandbox = restored(THERE, here)) {
      assertThat(sandbox.snapshot().engine()).isEqualTo(here.engine()).matches("[0-9a-f]{64}");
    }
  }

  @Test
  void withoutItsEngineASnapshotIsNotRestored() {
    SandboxSnapshot ours = waiting("await tools.x()", LIMITS);
    String other = "0".repeat(64);
    SandboxSnapshot theirs =
        new SandboxSnapshot(other, ours.time(), ours.used(), Set.of(1), ours.pages());

    Restoring restoring =
        HERE.restore(Scripts.TENANT, LIMITS, SandboxSnapshot.parse(theirs.toBytes()));

    assertThat(restoring).isEqualTo(new Restoring.EngineMissing(other));
  }

  @Test
  void aRestoredScriptIsCancelledLikeAnyOther() {
    SandboxSnapshot snapshot = waiting("await tools.x(); while (true) {}", LIMITS);
    try (Sandbox sandbox = restored(THERE, snapshot)) {
      CompletableFuture<Step> step = CompletableFuture.supplyAsync(() -> answered(sandbox, 1));

      sandbox.cancel();

      assertThat(Scripts.error(step.join()).kind()).isEqualTo(ScriptError.Kind.CANCELLED);
    }
  }

  @Test
  void onlyAScriptThatWaitsIsWrittenDown() {
    try (Sandbox fresh = HERE.open(Scripts.TENANT, LIMITS);
        Sandbox done = HERE.open(Scripts.TENANT, LIMITS);
        Sandbox failed = HERE.open(Scripts.TENANT, LIMITS)) {
      done.start("return 1");
      failed.start("throw 1");
      Sandbox closed = HERE.open(Scripts.TENANT, LIMITS);
      try (closed) {
        closed.start("await tools.x()");
      }

      assertThat(Stream.of(fresh, done, failed, closed))
          .allSatisfy(
              it ->
                  assertThatThrownBy(it::snapshot)
                      .isInstanceOf(IllegalStateException.class)
                      .hasMessage("Only a script that waits can be written down"));
    }
  }

  @Test
  void aScriptIsNotWrittenDownDuringAStep() {
    try (Sandbox sandbox = HERE.open(Scripts.TENANT, LIMITS)) {
      sandbox.start("await tools.x(); while (true) {}");
      CompletableFuture<Step> step = CompletableFuture.supplyAsync(() -> answered(sandbox, 1));

      awaitComputing(sandbox);

      assertThatThrownBy(sandbox::snapshot)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("A step is under way");
      sandbox.cancel();
      assertThat(Scripts.error(step.join()).kind()).isEqualTo(ScriptError.Kind.CANCELLED);
    }
  }

  private static void awaitComputing(Sandbox sandbox) {
    Duration before = sandbox.cpu();
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (sandbox.cpu().equals(before)) {
      assertThat(System.nanoTime()).as("the step begins in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
