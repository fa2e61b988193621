package sh.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

  @Test
  void aSoleCallIsMadeOnTheThreadOfTheRun() throws Exception {
    CallCrew crew = new CallCrew(path -> {}, TestAlarms.SHARED);
    AtomicReference<@Nullable Thread> maker = new AtomicReference<>();

    Optional<Delivery> answer =
        crew.make(
            CALL,
            () -> {
              maker.set(Thread.currentThread());
              return ANSWER;
            },
            SOON);

    assertThat(answer).contains(ANSWER);
    assertThat(maker).hasValue(Thread.currentThread());
    assertThat(crew.busy()).isFalse();
  }

  @Test
  void whoeverListensHearsOfASoleCallToo() throws Exception {
    AtomicReference<@Nullable String> heard = new AtomicReference<>();
    CallCrew crew = new CallCrew(heard::set, TestAlarms.SHARED);

    Optional<Delivery> answer = crew.make(CALL, () -> ANSWER, SOON);
    crew.awaitTold(SOON);

    assertThat(answer).isPresent();
    assertThat(heard).hasValue(CALL.path());
  }

  @Test
  void whoeverWakesTheRunBreaksItsSoleCallOff() throws Exception {
    CallCrew crew = new CallCrew(path -> {}, TestAlarms.SHARED);
    CountDownLatch begun = new CountDownLatch(1);
    Thread other =
        Thread.ofVirtual()
            .start(
                () -> {
                  await(begun);
                  crew.wake();
                });

    Optional<Delivery> answer = crew.make(CALL, () -> afterAnInterrupt(begun), SOON);
    other.join();

    assertThat(answer).isEmpty();
    assertThat(Thread.interrupted()).isFalse();
    assertThat(crew.take(SOON)).isEmpty();
  }

  @Test
  void aSoleCallThatFailsBecauseItWasBrokenOffFailsNothing() throws Exception {
    CallCrew crew = new CallCrew(path -> {}, TestAlarms.SHARED);

    Optional<Delivery> answer =
        crew.make(
            CALL,
            () -> {
              crew.wake();
              throw new IllegalStateException("interrupted");
            },
            SOON);

    assertThat(answer).isEmpty();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void whatCameOfACallAfterAnInterruptOfTheRunIsNoAnswer() {
    CallCrew crew = new CallCrew(path -> {}, TestAlarms.SHARED);

    assertThatThrownBy(
            () ->
                crew.make(
                    CALL,
                    () -> {
                      Thread.currentThread().interrupt();
                      return ANSWER;
                    },
                    SOON))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void aSoleCallThatFailsFailsTheRun() {
    CallCrew crew = new CallCrew(path -> {}, TestAlarms.SHARED);

    assertThatThrownBy(
            () ->
                crew.make(
                    CALL,
                    () -> {
                      throw new IllegalStateException("broken");
                    },
                    SOON))
        .hasMessage("broken");
    assertThatThrownBy(
            () ->
                crew.make(
                    CALL,
                    () -> {
                      throw new StackOverflowError();
                    },
                    SOON))
        .hasRootCauseInstanceOf(StackOverflowError.class);
  }

  @Test
  void aSoleCallEndsWithTheTimeOfTheRun() throws Exception {
    CallCrew crew = new CallCrew(path -> {}, TestAlarms.SHARED);

    Optional<Delivery> answer =
        crew.make(CALL, () -> afterAnInterrupt(new CountDownLatch(1)), Duration.ofMillis(1));

    assertThat(answer).isEmpty();
  }

  @Test
  void noCallIsMadeHereWhileThereIsSomethingElseToDo() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    CallCrew busy = new CallCrew(path -> {}, TestAlarms.SHARED);
    busy.begin(
        CALL,
        () -> {
          await(over);
          return ANSWER;
        });
    CallCrew woken = new CallCrew(path -> {}, TestAlarms.SHARED);
    woken.wake();

    assertThat(busy.make(CALL, () -> ANSWER, SOON)).isEmpty();
    assertThat(woken.make(CALL, () -> ANSWER, SOON)).isEmpty();
    over.countDown();
  }

  private static Delivery afterAnInterrupt(CountDownLatch begun) {
    begun.countDown();
    try {
      new CountDownLatch(1).await(SOON.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ANSWER;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
