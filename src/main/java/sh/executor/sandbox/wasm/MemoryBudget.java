package sh.executor.sandbox.wasm;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes all sandboxes of this process may hold together. Thread-safe. */
public final class MemoryBudget {

  private final long bytesMax;
  private final AtomicLong reserved = new AtomicLong();

  public MemoryBudget(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Takes {@code bytes} from the budget; false, and nothing taken, when that many are not left. */
  public boolean reserve(long bytes) {
    long now;
    do {
      now = reserved.get();
      if (bytes > bytesMax - now) {
        return false;
      }
    } while (!reserved.compareAndSet(now, now + bytes));
    return true;
  }

  /** Gives back what {@link #reserve} took. */
  public void release(long bytes) {
    reserved.addAndGet(-bytes);
  }

  /** Bytes taken now. */
  public long reserved() {
    return reserved.get();
  }

  /** Bytes there are in all. */
  public long bytesMax() {
    return bytesMax;
  }
}
