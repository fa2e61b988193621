package sh.executor.sandbox;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;
import java.util.zip.DataFormatException;
import sh.executor.sandbox.quickjs.Guest;
import sh.executor.sandbox.quickjs.GuestEngine;
import sh.executor.sandbox.quickjs.GuestPort;
import sh.executor.sandbox.wasm.PackedPages;

/** What all sandboxes of a process share. */
record Machinery(
    FutureTask<GuestEngine> starting,
    SourceReader reader,
    Turns turns,
    Workers workers,
    Watchdog watchdog,
    InstantSource clock,
    LongSupplier nanoTime) {

  private static final SecureRandom SEEDS = new SecureRandom();

  /** A guest with random numbers of its own, or empty when there is no memory for one now. */
  Optional<Guest> take(GuestPort port, long bytesMax) {
    return engine().take(port, bytesMax, SEEDS.nextLong());
  }

  /** A guest that goes on from {@code pages}, or empty when there is no memory for it now. */
  Optional<Guest> restore(GuestPort port, long bytesMax, PackedPages pages) {
    try {
      return engine().restore(port, bytesMax, pages);
    } catch (DataFormatException e) {
      throw new SandboxSnapshot.FormatException(e);
    }
  }

  /** Names the engine. */
  String engineId() {
    return engine().id();
  }

  /** Takes back a guest, to be used again if it ended well. */
  void give(Guest guest, boolean reusable) {
    engine().give(guest, reusable);
  }

  /** Waits for the engine to have started. */
  private GuestEngine engine() {
    try {
      return starting.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("wait for the sandbox engine", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("start the sandbox engine", e.getCause());
    }
  }
}
