package sh.executor.sandbox;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a script has used of its time: processor time of the steps it has taken, and wall-clock time
 * since it was opened. What it used in another process before counts; the time it spent written
 * down does not. Steps come one after the other; the watchdog looks at any time.
 */
final class Meter implements Watchdog.Watched {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final LongSupplier nanoTime;
  private final long cpuMax;
  private final long wallMax;
  private final long openedAt;
  private final Turn turn;

  private volatile Use use;

  /** What has been used so far. */
  record Used(Duration cpu, Duration wall) {

    static final Used NOTHING = new Used(Duration.ZERO, Duration.ZERO);
  }

  /** Processor time of steps that are over, and the step that is not. */
  private record Use(long before, @Nullable Thread thread, long threadAtEntry) {

    long now() {
      return thread == null ? before : before + cpuTime(thread) - threadAtEntry;
    }
  }

  Meter(SandboxLimits limits, Used used, Turn turn, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.cpuMax = limits.cpu().toNanos();
    this.wallMax = limits.wallClock().toNanos();
    this.openedAt = nanoTime.getAsLong() - used.wall().toNanos();
    this.turn = turn;
    this.use = new Use(used.cpu().toNanos(), null, 0);
  }

  /** The current thread works for the script from here on. */
  void enter() {
    Thread thread = Thread.currentThread();
    use = new Use(use.before, thread, cpuTime(thread));
  }

  /** It does no longer. */
  void exit() {
    use = new Use(use.now(), null, 0);
  }

  Duration cpu() {
    return Duration.ofNanos(use.now());
  }

  /** Between steps: what has been used so far. */
  Used used() {
    return new Used(cpu(), Duration.ofNanos(nanoTime.getAsLong() - openedAt));
  }

  /** Ends the script when it is over a limit. */
  @Override
  public void check() {
    if (nanoTime.getAsLong() - openedAt > wallMax) {
      stop(ScriptError.Kind.WALL_CLOCK);
    } else if (use.now() > cpuMax) {
      stop(ScriptError.Kind.CPU);
    }
  }

  private void stop(ScriptError.Kind why) {
    turn.stop.stop(why);
    turn.wake();
  }

  /** Nanoseconds; 0 for a thread that has ended. */
  private static long cpuTime(Thread thread) {
    return Math.max(0, THREADS.getThreadCpuTime(thread.threadId()));
  }
}
