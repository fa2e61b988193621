package sh.executor.daemon.bridge;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The process that started this one. A client that was killed need not close this one's input: what
 * else it has started may have inherited the other end.
 */
public final class Parent {

  private static final Duration POLL = Duration.ofMillis(250);

  private Parent() {}

  /** Tells once that it has gone; never of one that could not be seen from the beginning. */
  public static void whenGone(Runnable told) {
    // Java asks rarely whether a process that it has not started is still there.
    whenGone(() -> ProcessHandle.current().parent(), POLL, told);
  }

  /** As the system has it: the orphan of a parent is given another, or none. */
  static void whenGone(Supplier<Optional<ProcessHandle>> parent, Duration poll, Runnable told) {
    Optional<ProcessHandle> first = parent.get();
    if (first.isPresent()) {
      Thread.ofVirtual().name("parent").start(() -> await(first, parent, poll, told));
    }
  }

  private static void await(
      Optional<ProcessHandle> first,
      Supplier<Optional<ProcessHandle>> parent,
      Duration poll,
      Runnable told) {
    try {
      while (parent.get().equals(first)) {
        TimeUnit.NANOSECONDS.sleep(poll.toNanos());
      }
      told.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
