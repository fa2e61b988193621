package sh.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import sh.executor.execution.model.RunState;
import sh.executor.telemetry.TestAlarms;

class BeginningTest {

  private static final Duration NEVER = Duration.ofDays(1);
  private static final RunStore.Ending ENDING =
      new RunStore.Ending(new byte[0], new byte[0], 0, Instant.EPOCH);

  private final List<String> written = new CopyOnWriteArrayList<>();

  @Test
  void aRunThatIsOverAtOnceIsWrittenOnceWithItsEnd() {
    Beginning beginning = beginning();

    assertThat(beginning.writeEnded(RunState.COMPLETED, ENDING)).isTrue();
    beginning.write();
    beginning.await();

    assertThat(written).containsExactly("COMPLETED");
    assertThat(beginning.writeEnded(RunState.FAILED, ENDING)).isFalse();
  }

  @Test
  void aRunThatWasWrittenEndsLikeAnyOther() {
    Beginning beginning = beginning();
    beginning.write();

    assertThat(beginning.writeEnded(RunState.COMPLETED, ENDING)).isFalse();
    beginning.await();

    assertThat(written).containsExactly("begun");
  }

  @Test
  void aRunThatTakesItsTimeIsWrittenThoughItAsksForNothing() {
    Beginning beginning =
        Beginning.of(
            () -> written.add("begun"),
            (state, ending) -> written.add(state.name()),
            TestAlarms.SHARED);

    await().until(() -> !written.isEmpty());

    assertThat(beginning.writeEnded(RunState.COMPLETED, ENDING)).isFalse();
    assertThat(written).containsExactly("begun");
  }

  @Test
  void whoeverWaitsHearsThatItFailed() {
    Beginning asBegun =
        Beginning.of(
            () -> {
              throw new IllegalStateException("no row");
            },
            (state, ending) -> {},
            TestAlarms.SHARED,
            NEVER);
    Beginning asEnded =
        Beginning.of(
            () -> {},
            (state, ending) -> {
              throw new IllegalStateException("no end");
            },
            TestAlarms.SHARED,
            NEVER);

    assertThatThrownBy(() -> asEnded.writeEnded(RunState.COMPLETED, ENDING)).hasMessage("no end");

    assertThatThrownBy(asBegun::await).hasMessage("no row");
    assertThatThrownBy(asEnded::await).hasMessage("no end");
  }

  private Beginning beginning() {
    return Beginning.of(
        () -> written.add("begun"),
        (state, ending) -> written.add(state.name()),
        TestAlarms.SHARED,
        NEVER);
  }
}
