package sh.executor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import sh.executor.sandbox.Sandboxes.Restoring;

/** What a script has used of its limits moves with it; the limits are those of where it goes on. */
class SnapshotLimitsTest {

  private static final SandboxLimits LIMITS = SandboxLimits.DEFAULTS;
  private static final long MEBIBYTE = 1 << 20;
  private static final Sandboxes ROOMY = sandboxes(256 * MEBIBYTE);
  private static final Sandboxes NARROW = sandboxes(3 * MEBIBYTE);

  @AfterAll
  static void close() {
    ROOMY.close();
    NARROW.close();
  }

  private static Sandboxes sandboxes(long memoryTotalBytes) {
    return new Sandboxes(InstantSource.system(), System::nanoTime, LIMITS, memoryTotalBytes);
  }

  private static SandboxLimits calls(int calls, int inFlight) {
    return new SandboxLimits(
        LIMITS.memoryBytes(), LIMITS.cpu(), LIMITS.wallClock(), calls, inFlight, LIMITS.sizes());
  }

  private static SandboxLimits output(int logs, int emitted) {
    SandboxLimits.Sizes sizes = new SandboxLimits.Sizes(1 << 20, 1 << 20, logs, emitted, 1 << 20);
    return new SandboxLimits(
        LIMITS.memoryBytes(), LIMITS.cpu(), LIMITS.wallClock(), 100, 10, sizes);
  }

  private static SandboxSnapshot waiting(String source, SandboxLimits limits) {
    try (Sandbox sandbox = ROOMY.open(Scripts.TENANT, limits)) {
      assertThat(sandbox.start(source)).isInstanceOf(Step.Waiting.class);
      return SandboxSnapshot.parse(sandbox.snapshot().toBytes());
    }
  }

  private static Sandbox restored(SandboxSnapshot snapshot, SandboxLimits limits) {
    return Journey.ready(ROOMY.restore(Scripts.TENANT, limits, snapshot));
  }

  private static Step answered(Sandbox sandbox, Integer... ids) {
    return sandbox.resume(
        List.of(ids).stream().map(id -> Scripts.returned(id, Integer.toString(id))).toList());
  }

  private static final String FOUR_CALLS =
      """
      const outcomes = [];
      for (let i = 0; i < 4; i++) {
        try { outcomes.push(await tools.x()) } catch (e) { outcomes.push(e.message) }
      }
      return outcomes;
      """;

  @Test
  void callsMadeAreCarriedOver() {
    SandboxSnapshot snapshot = waiting(FOUR_CALLS, calls(3, 10));

    try (Sandbox sandbox = restored(snapshot, calls(3, 10))) {
      answered(sandbox, 1);
      answered(sandbox, 2);

      assertThat(Scripts.result(answered(sandbox, 3)))
          .startsWith("[1,2,3,\"This script has made 3 tool calls");
    }
  }

  @Test
  void moreCallsAreAllowedWhereMoreAreAllowed() {
    SandboxSnapshot snapshot = waiting(FOUR_CALLS, calls(2, 10));

    try (Sandbox sandbox = restored(snapshot, calls(4, 10))) {
      answered(sandbox, 1);
      answered(sandbox, 2);
      answered(sandbox, 3);

      assertThat(Scripts.result(answered(sandbox, 4))).isEqualTo("[1,2,3,4]");
    }
  }

  @Test
  void fewerCallsAreAllowedWhereFewerAre() {
    SandboxSnapshot snapshot = waiting(FOUR_CALLS, calls(10, 10));

    try (Sandbox sandbox = restored(snapshot, calls(1, 10))) {
      assertThat(Scripts.json(answered(sandbox, 1)).get(1).asText())
          .isEqualTo("This script has made 1 tool calls, which is as many as one script may make");
    }
  }

  @Test
  void callsThatWaitForRoomLeaveUnderOtherLimitsToo() {
    String six = "return await Promise.all([1, 2, 3, 4, 5, 6].map(() => tools.x()))";
    SandboxSnapshot snapshot = waiting(six, calls(6, 3));

    try (Sandbox sandbox = restored(snapshot, calls(2, 2))) {
      List<ToolCall> none = answered(sandbox, 1).calls();
      List<ToolCall> one = answered(sandbox, 2).calls();
      List<ToolCall> two = answered(sandbox, 3, 4).calls();

      assertThat(none).isEmpty();
      assertThat(one).extracting(ToolCall::id).containsExactly(4);
      assertThat(two).extracting(ToolCall::id).containsExactly(5, 6);
      assertThat(Scripts.result(answered(sandbox, 5, 6))).isEqualTo("[1,2,3,4,5,6]");
    }
  }

  @Test
  void linesLoggedAreCarriedOver() {
    SandboxLimits limits = output(100, 1000);
    SandboxSnapshot snapshot =
        waiting(
            "console.log('a'.repeat(60)); await tools.x(); console.log('b'.repeat(60))", limits);

    try (Sandbox sandbox = restored(snapshot, limits)) {
      assertThat(answered(sandbox, 1).output().logs())
          .satisfiesExactly(
              cut -> assertThat(cut).startsWith("[log] b").hasSizeLessThan(60),
              last -> assertThat(last).startsWith("[truncated]"));
    }
  }

  @Test
  void aFullLogStaysFull() {
    SandboxLimits limits = output(100, 1000);
    SandboxSnapshot snapshot =
        waiting("console.log('a'.repeat(200)); await tools.x(); console.log('b')", limits);

    try (Sandbox sandbox = restored(snapshot, limits)) {
      assertThat(answered(sandbox, 1).output().logs()).isEmpty();
    }
  }

  @Test
  void emittedBytesAreCarriedOver() {
    SandboxLimits limits = output(100, 100);
    SandboxSnapshot snapshot =
        waiting(
            "emit('a'.repeat(50)); await tools.x(); try { emit('b'.repeat(50)) } catch (e) { return e.message }",
            limits);

    try (Sandbox sandbox = restored(snapshot, limits)) {
      assertThat(Scripts.result(answered(sandbox, 1))).contains("may have 100 bytes");
    }
  }

  @Test
  void aScriptWithMoreMemoryThanItMayHaveIsRefused() {
    SandboxSnapshot snapshot =
        waiting("const a = new Uint8Array(5e6).fill(1); await tools.x(); return a[7]", LIMITS);

    Restoring restoring =
        ROOMY.restore(Scripts.TENANT, LIMITS.withMemoryBytes(4 * MEBIBYTE), snapshot);

    assertThat(restoring).isInstanceOf(Restoring.Refused.class);
    assertThat(((Restoring.Refused) restoring).error().kind()).isEqualTo(ScriptError.Kind.MEMORY);
  }

  @Test
  void memoryIsLimitedWhereItGoesOn() {
    SandboxSnapshot snapshot =
        waiting("await tools.x(); return new Uint8Array(8e6).length", LIMITS);

    try (Sandbox sandbox = restored(snapshot, LIMITS.withMemoryBytes(4 * MEBIBYTE))) {
      assertThat(Scripts.error(answered(sandbox, 1)).kind()).isEqualTo(ScriptError.Kind.MEMORY);
    }
  }

  @Test
  void aScriptWaitsUntilThereIsMemoryForItAgain() {
    SandboxSnapshot large =
        waiting("const a = new Uint8Array(5e6).fill(1); await tools.x(); return a[7]", LIMITS);
    SandboxSnapshot small = waiting("return await tools.x()", LIMITS);

    for (int i = 0; i < 20; i++) {
      Restoring restoring = NARROW.restore(Scripts.TENANT, LIMITS, large);
      assertThat(((Restoring.Refused) restoring).error().kind()).isEqualTo(ScriptError.Kind.BUSY);
    }

    // Nothing was kept of the budget, or these would not fit in it, one after the other.
    for (int i = 0; i < 20; i++) {
      Restoring restoring = NARROW.restore(Scripts.TENANT, LIMITS, small);
      try (Sandbox sandbox = ((Restoring.Ready) restoring).sandbox()) {
        assertThat(Scripts.result(answered(sandbox, 1))).isEqualTo("1");
      }
    }
  }

  @Test
  void aLargeScriptGoesOn() {
    SandboxSnapshot snapshot =
        waiting(
            "const a = Array.from({ length: 20000 }, (_, i) => ({ i, s: 'n' + i })); const { length } = await tools.x(); return a[a.length - length]",
            LIMITS);

    try (Sandbox sandbox = restored(snapshot, LIMITS)) {
      Step step =
          sandbox.resume(List.of(new Delivery.Returned(1, "{\"length\":3}".getBytes(UTF_8))));

      assertThat(Scripts.result(step)).isEqualTo("{\"i\":19997,\"s\":\"n19997\"}");
    }
  }
}
