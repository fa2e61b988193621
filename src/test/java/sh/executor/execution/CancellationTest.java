package sh.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CancellationTest {

  private final Cancellation cancellation = new Cancellation();
  private final AtomicInteger stopped = new AtomicInteger();

  @Test
  void whatIsRegisteredHappensOnce() {
    cancellation.onCancel(stopped::incrementAndGet);

    boolean first = cancellation.cancel("enough");
    boolean second = cancellation.cancel("again");

    assertThat(first).isTrue();
    assertThat(second).isFalse();
    assertThat(stopped).hasValue(1);
  }

  @Test
  void whoComesLateIsToldAtOnce() {
    cancellation.cancel("enough");

    cancellation.onCancel(stopped::incrementAndGet);

    assertThat(stopped).hasValue(1);
  }

  @Test
  void whoHasFinishedIsLeftAlone() {
    Cancellation.Registration registration = cancellation.onCancel(stopped::incrementAndGet);

    registration.close();
    cancellation.cancel("late");

    assertThat(stopped).hasValue(0);
  }
}
