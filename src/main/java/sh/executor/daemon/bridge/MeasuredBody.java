package sh.executor.daemon.bridge;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body whose length was told. One that breaks off before is an error. */
final class MeasuredBody extends InputStream {

  private final InputStream in;
  private long left;

  MeasuredBody(InputStream in, long length) {
    this.in = in;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    if (left <= 0) {
      return -1;
    }
    int value = in.read();
    taken(value == -1 ? -1 : 1);
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (left <= 0) {
      return -1;
    }
    return taken(in.read(bytes, offset, (int) Math.min(length, left)));
  }

  private int taken(int count) throws IOException {
    if (count == -1) {
      throw new EOFException("the body broke off");
    }
    left -= count;
    return count;
  }
}
