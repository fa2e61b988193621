package sh.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sh.executor.sandbox.Delivery;
import sh.executor.sandbox.ToolCall;
import sh.executor.telemetry.TestAlarms;

class CallCrewTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final ToolCall CALL = new ToolCall(1, "a.org.main.tool", new byte[0]);
  private static final Delivery ANSWER = new Delivery.Thrown(1, "no");

  private final AtomicReference<@Nullable Delivery> kept = new AtomicReference<>();

  @Test
  void aListenerThatFailsCostsNoAnswer() throws Exception {
    CallCrew crew =
        new CallCrew(
            path -> {
              throw new IllegalStateException("the client is gone");
            },
            TestAlarms.SHARED);

    crew.beginEffect(CALL, () -> ANSWER, kept::set);
    List<Delivery> answers = crew.take(SOON);
    crew.awaitKept();

    assertThat(answers).containsExactly(ANSWER);
    assertThat(kept).hasValue(ANSWER);
  }

  @Test
  void aListenerThatIsSlowHoldsNoAnswerUp() throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    CallCrew crew = new CallCrew(path -> await(heard), TestAlarms.SHARED);

    crew.beginEffect(CALL, () -> ANSWER, kept::set);
    List<Delivery> answers = crew.take(SOON);
    crew.awaitKept();
    heard.countDown();

    assertThat(answers).containsExactly(ANSWER);
    assertThat(kept).hasValue(ANSWER);
  }

  @Test
  void theEndOfARunWaitsForThoseWhoListen() throws Exception {
    CountDownLatch taken = new CountDownLatch(1);
    AtomicInteger heard = new AtomicInteger();
    CallCrew crew =
        new CallCrew(
            path -> {
              await(taken);
              heard.incrementAndGet();
            },
            TestAlarms.SHARED);

    crew.begin(CALL, () -> ANSWER);
    crew.take(SOON);
    taken.countDown();
    crew.awaitTold(SOON);

    assertThat(heard).hasValue(1);
  }

  @Test
  void anErrorOfACallIsTheRuns() {
    CallCrew crew = new CallCrew(path -> {}, TestAlarms.SHARED);

    crew.begin(
        CALL,
        () -> {
          throw new StackOverflowError();
        });

    assertThatThrownBy(() -> crew.take(SOON)).hasRootCauseInstanceOf(StackOverflowError.class);
  }

  @Test
  void whatIsUnderWayIsLetFinishThoughSomethingElseFailed() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    CallCrew crew = new CallCrew(path -> {}, TestAlarms.SHARED);
    crew.beginEffect(
        CALL,
        () -> {
          await(failed);
          return ANSWER;
        },
        kept::set);
    crew.begin(
        new ToolCall(2, "a.org.main.other", new byte[0]),
        () -> {
          throw new IllegalStateException("broken");
        });

    assertThatThrownBy(() -> crew.take(SOON)).hasMessage("broken");
    failed.countDown();
    crew.letFinish(SOON);
    crew.abort();

    assertThat(kept).hasValue(ANSWER);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
