package sh.executor.sandbox.quickjs;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;
import sh.executor.sandbox.wasm.MemoryBudget;
import sh.executor.sandbox.wasm.PackedPages;
import sh.executor.sandbox.wasm.PagedMemory;

/**
 * Where guests come from: the image they start as, and those that ended well, to be used again.
 * Thread-safe.
 */
public final class GuestEngine {

  private static final int IDLE_MAX = 64;

  /** What a guest comes to own of the image's pages; measured, with room. */
  private static final int BYTES_AT_START = 512 << 10;

  private final String id;
  private final GuestImage image;
  private final MemoryBudget budget;
  private final Queue<Guest> idle = new LinkedBlockingQueue<>(IDLE_MAX);

  private GuestEngine(GuestImage image, MemoryBudget budget) {
    this.id = EngineId.of(image.memory());
    this.image = image;
    this.budget = budget;
  }

  /** Starts the engine once and makes the image; some tens of milliseconds of work. */
  public static GuestEngine start(MemoryBudget budget) {
    return new GuestEngine(GuestImages.make(), budget);
  }

  /**
   * Names the engine: the same in every process that runs the same wasm and begins guests as the
   * same image, so that one can go on where another stopped; lower-case hex, 64 characters.
   */
  public String id() {
    return id;
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
    Optional<Guest> taken = take();
    taken.ifPresent(guest -> guest.begin(port, bytesMax, seed));
    return taken;
  }

  /**
   * A guest that goes on from {@code pages}, which a guest of an engine with this {@link #id} was
   * packed into; empty when the budget has not enough left.
   *
   * @param bytesMax of memory, at least those of {@code pages}
   * @throws DataFormatException when {@code pages} are not those of a guest
   */
  public Optional<Guest> restore(GuestPort port, long bytesMax, PackedPages pages)
      throws DataFormatException {
    Guest guest = take().orElse(null);
    if (guest == null) {
      return Optional.empty();
    }
    boolean restored = false;
    try {
      restored = guest.restore(port, bytesMax, pages);
    } finally {
      if (!restored) {
        give(guest, true);
      }
    }
    return restored ? Optional.of(guest) : Optional.empty();
  }

  private Optional<Guest> take() {
    if (!budget.reserve(BYTES_AT_START)) {
      return Optional.empty();
    }
    @Nullable Guest used = idle.poll();
    return Optional.of(used == null ? new Guest(image, budget) : used);
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
