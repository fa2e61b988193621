package sh.executor.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AlarmsTest {

  private static final long SOON_SECONDS = 30;

  @Test
  void onlyAnAlarmThatWasNotSilencedRings() throws InterruptedException {
    AtomicBoolean disturbed = new AtomicBoolean();
    CountDownLatch rang = new CountDownLatch(1);

    TestAlarms.SHARED.in(Duration.ofMillis(50), () -> disturbed.set(true)).silence();
    Alarms.Alarm later = TestAlarms.SHARED.in(Duration.ofMillis(200), rang::countDown);

    assertThat(rang.await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(disturbed).isFalse();
    later.silence();
  }

  @Test
  void anAlarmThatFailsKeepsNoOtherFromRinging() throws InterruptedException {
    CountDownLatch rang = new CountDownLatch(1);

    Alarms.Alarm _ =
        TestAlarms.SHARED.in(
            Duration.ZERO,
            () -> {
              throw new IllegalStateException("broken");
            });
    Alarms.Alarm _ = TestAlarms.SHARED.in(Duration.ofMillis(50), rang::countDown);

    assertThat(rang.await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
  }
}
