package sh.executor.rest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import sh.executor.kernel.Problem;

/** Passes on at most a number of bytes; the next one is a {@link Problem.Type#TOO_LARGE}. */
final class BoundedInput extends FilterInputStream {

  private final int bytesMax;
  private int bytes;

  BoundedInput(InputStream in, int bytesMax) {
    super(in);
    this.bytesMax = bytesMax;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    if (next >= 0) {
      count(1);
    }
    return next;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    if (read > 0) {
      count(read);
    }
    return read;
  }

  private void count(int more) {
    bytes += more;
    if (bytes > bytesMax) {
      throw new Problem(
              Problem.Type.TOO_LARGE,
              "RequestTooLarge",
              "The body is larger than the %,d bytes this request may have.".formatted(bytesMax),
              Map.of("bytesMax", bytesMax))
          .exception();
    }
  }
}
