package sh.executor.sandbox;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at every step that is under way, every few milliseconds, from a thread of its own, and ends
 * the scripts that are over a limit of time. Sleeps while there is none.
 */
final class Watchdog implements AutoCloseable {

  private static final long TICK_NANOS = 5_000_000;

  private final Turns turns;
  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean asleep;
  private volatile boolean closed;

  /** Something that ends itself when it is over a limit. */
  interface Watched {

    /** Called on the watchdog's thread, again and again; must not block. */
    void check();
  }

  Watchdog(Turns turns) {
    this.turns = turns;
    this.thread = Thread.ofPlatform().name("sandbox-watchdog").daemon().start(this::run);
  }

  void watch(Watched step) {
    watched.add(step);
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  void unwatch(Watched step) {
    watched.remove(step);
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed) {
      asleep = true;
      if (watched.isEmpty()) {
        LockSupport.park(this);
      }
      asleep = false;
      LockSupport.parkNanos(this, TICK_NANOS);
      turns.relieve();
      watched.forEach(Watched::check);
    }
  }
}
