package sh.executor.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import sh.executor.sandbox.wasm.PackedPages;

/**
 * A script that waits, written down: the memory of its engine and what it has used of its limits.
 * An immutable value that any process with the same engine can {@linkplain Sandboxes#restore go on
 * from}, as often as it likes. It holds whatever the script holds: keep it sealed.
 */
public final class SandboxSnapshot {

  private final String engine;
  private final Meter.Used time;
  private final Script.Used used;
  private final List<Integer> openCalls;
  private final PackedPages pages;

  SandboxSnapshot(
      String engine, Meter.Used time, Script.Used used, Set<Integer> openCalls, PackedPages pages) {
    this.engine = engine;
    this.time = time;
    this.used = used;
    this.openCalls = List.copyOf(new TreeSet<>(openCalls));
    this.pages = pages;
  }

  /**
   * Reads what {@link #toBytes} wrote. The memory is not unpacked here: only {@link
   * Sandboxes#restore} does that, within the limits and the memory there is.
   *
   * @throws FormatException when it is something else, or damaged
   */
  public static SandboxSnapshot parse(byte[] bytes) {
    return SnapshotFormat.read(bytes);
  }

  /** A compact form to keep: some thousand bytes for an ordinary script. */
  public byte[] toBytes() {
    return SnapshotFormat.write(this);
  }

  /**
   * The engine it is for: SHA-256 over its code and its initial memory, 64 lower-case hex digits.
   */
  public String engine() {
    return engine;
  }

  /** Ids of the calls the script waits for, ascending. */
  public List<Integer> openCalls() {
    return openCalls;
  }

  /** Processor time the script has used so far. */
  public Duration cpu() {
    return time.cpu();
  }

  /** Bytes of memory the script has when it goes on. */
  public long memoryBytes() {
    return pages.memoryBytes();
  }

  Meter.Used time() {
    return time;
  }

  Script.Used used() {
    return used;
  }

  PackedPages pages() {
    return pages;
  }

  /** Bytes that were to be a snapshot are none, or are damaged. */
  public static final class FormatException extends RuntimeException {

    private static final long serialVersionUID = 1;

    FormatException(String what) {
      super("read a sandbox snapshot: " + what);
    }

    FormatException(Throwable cause) {
      super("read a sandbox snapshot", cause);
    }
  }
}
