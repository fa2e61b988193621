package sh.executor.sandbox;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.zip.DataFormatException;
import sh.executor.sandbox.quickjs.Guest;
import sh.executor.sandbox.quickjs.GuestPort;
import sh.executor.sandbox.wasm.PackedPages;

/** What all sandboxes of a process share. */
record Machinery(
    EngineStart start,
    SourceReader reader,
    Turns turns,
    Workers workers,
    Watchdog watchdog,
    InstantSource clock,
    LongSupplier nanoTime) {

  private static final SecureRandom SEEDS = new SecureRandom();

  /** A guest with random numbers of its own, or empty when there is no memory for one now. */
  Optional<Guest> take(GuestPort port, long bytesMax) {
    return start.engine().take(port, bytesMax, SEEDS.nextLong());
  }

  /** A guest that goes on from {@code pages}, or empty when there is no memory for it now. */
  Optional<Guest> restore(GuestPort port, long bytesMax, PackedPages pages) {
    try {
      return start.engine().restore(port, bytesMax, pages);
    } catch (DataFormatException e) {
      throw new SandboxSnapshot.FormatException(e);
    }
  }

  /** Names the engine. */
  String engineId() {
    return start.engine().id();
  }

  /** Takes back a guest, to be used again if it ended well. */
  void give(Guest guest, boolean reusable) {
    start.engine().give(guest, reusable);
  }
}
