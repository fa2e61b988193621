package sh.executor.sandbox.quickjs;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import sh.executor.sandbox.wasm.MemoryBudget;
import sh.executor.sandbox.wasm.PagedMemory;

/**
 * Where guests come from: the image they start as, and those that ended well, to be used again.
 * Thread-safe.
 */
public final class GuestEngine {

  private static final int IDLE_MAX = 64;

  /** What a guest comes to own of the image's pages; measured, with room. */
  private static final int BYTES_AT_START = 512 << 10;

  private final GuestImage image;
  private final MemoryBudget budget;
  private final Queue<Guest> idle = new LinkedBlockingQueue<>(IDLE_MAX);

  private GuestEngine(GuestImage image, MemoryBudget budget) {
    this.image = image;
    this.budget = budget;
  }

  /** Starts the engine once and makes the image; some tens of milliseconds of work. */
  public static GuestEngine start(MemoryBudget budget) {
    return new GuestEngine(GuestImages.make(), budget);
  }

  /** The least memory a guest can have. */
  public int bytesMin() {
    return image.memory().wasmPages() * PagedMemory.PAGE_SIZE;
  }

  /**
   * A guest that knows nothing; empty when the budget has nothing left for one.
   *
   * @param bytesMax of memory, at least {@link #bytesMin}
   * @param seed of its {@code Math.random}
   */
  public Optional<Guest> take(GuestPort port, long bytesMax, long seed) {
    if (!budget.reserve(BYTES_AT_START)) {
      return Optional.empty();
    }
    @Nullable Guest used = idle.poll();
    Guest guest = used == null ? new Guest(image, budget) : used;
    guest.begin(port, bytesMax, seed);
    return Optional.of(guest);
  }

  /** Takes back a guest; one that broke off half-way must not be used again. */
  public void give(Guest guest, boolean reusable) {
    guest.end();
    budget.release(BYTES_AT_START);
    if (reusable) {
      var _ = idle.offer(guest);
    }
  }
}
