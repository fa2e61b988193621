package sh.executor.openapi.document;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Bytes in memory, up to a number of them; a write beyond it fails. For one thread. */
final class BoundedBytes extends OutputStream {

  private static final int FIRST_BYTES = 1 << 16;

  private final int bytesMax;
  private byte[] bytes = new byte[FIRST_BYTES];
  private int size;

  BoundedBytes(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    if (length > bytesMax - size) {
      throw new IOException("More than " + bytesMax + " bytes");
    }
    if (length > bytes.length - size) {
      bytes =
          Arrays.copyOf(
              bytes, (int) Math.min(bytesMax, Math.max(size + length, 2L * bytes.length)));
    }
    System.arraycopy(from, offset, bytes, size, length);
    size += length;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }
}
