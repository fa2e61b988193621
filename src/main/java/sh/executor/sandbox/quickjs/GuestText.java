package sh.executor.sandbox.quickjs;

import java.nio.charset.StandardCharsets;
import run.endive.runtime.Memory;

/**
 * A text in a guest's memory, in UTF-8; readable only until the call that brought it returns. The
 * length is known before anything is copied.
 */
public final class GuestText {

  private final Memory memory;
  private final int address;
  private final int length;

  GuestText(Memory memory, int address, int length) {
    this.memory = memory;
    this.address = address;
    this.length = length;
  }

  int address() {
    return address;
  }

  /** Bytes in all. */
  public int length() {
    return length;
  }

  /** A copy of at most the first {@code bytesMax} bytes; a character may be cut. */
  public byte[] bytes(int bytesMax) {
    return memory.readBytes(address, Math.min(length, bytesMax));
  }

  /** At most the first {@code bytesMax} bytes as text; what is not UTF-8 becomes U+FFFD. */
  public String text(int bytesMax) {
    return new String(bytes(bytesMax), StandardCharsets.UTF_8);
  }
}
