package sh.executor.sandbox;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import sh.executor.sandbox.quickjs.Guest;
import sh.executor.sandbox.quickjs.GuestEngine;
import sh.executor.sandbox.quickjs.GuestPort;

/** What all sandboxes of a process share. */
record Machinery(
    GuestEngine engine,
    SourceReader reader,
    Turns turns,
    Workers workers,
    Watchdog watchdog,
    InstantSource clock,
    LongSupplier nanoTime) {

  private static final SecureRandom SEEDS = new SecureRandom();

  /** A guest with random numbers of its own. */
  Guest take(GuestPort port, long bytesMax) {
    return engine.take(port, bytesMax, SEEDS.nextLong());
  }
}
