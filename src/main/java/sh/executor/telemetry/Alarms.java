package sh.executor.telemetry;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Rings after a while, and up to two ticks of {@value #TICK_MILLIS} ms late: for waits that hardly
 * ever come to their limit. To set an alarm and to silence it takes no lock and wakes no thread,
 * where a virtual thread that parks for a time wakes the JVM's one timer thread twice.
 */
@Singleton
public final class Alarms {

  private static final long TICK_MILLIS = 20;
  private static final int SLOTS = 512;

  /**
   * Never stopped, as its thread holds up no exit: whoever still waits while the service stops must
   * not fail for want of it. It has as many alarms as there are waits, which are bounded where they
   * begin.
   */
  private final Timer wheel =
      new HashedWheelTimer(
          Thread.ofPlatform().name("alarms").daemon().factory(),
          TICK_MILLIS,
          TimeUnit.MILLISECONDS,
          SLOTS,
          false);

  @Inject
  public Alarms() {}

  /** An alarm that was set. */
  public static final class Alarm {

    private final Timeout timeout;

    private Alarm(Timeout timeout) {
      this.timeout = timeout;
    }

    /** It does not ring any more, unless it has begun to. */
    public void silence() {
      boolean _ = timeout.cancel();
    }
  }

  /**
   * Sets an alarm.
   *
   * @param ring called on the one thread that all alarms share: it must not block
   */
  public Alarm in(Duration after, Runnable ring) {
    return new Alarm(
        wheel.newTimeout(timeout -> ring.run(), after.toNanos(), TimeUnit.NANOSECONDS));
  }
}
