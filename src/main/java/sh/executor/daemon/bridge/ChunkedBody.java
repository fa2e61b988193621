package sh.executor.daemon.bridge;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/**
 * A body in chunks. One that breaks off before its last chunk is an error.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-7.1">RFC 9112, 7.1</a>
 */
final class ChunkedBody extends InputStream {

  private final InputStream in;
  private long left;
  private boolean first = true;
  private boolean ended;

  ChunkedBody(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) == -1 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (left == 0 && !ended) {
      next();
    }
    if (ended) {
      return -1;
    }
    int count = in.read(bytes, offset, (int) Math.min(length, left));
    if (count == -1) {
      throw new EOFException("the body broke off");
    }
    left -= count;
    return count;
  }

  private void next() throws IOException {
    if (!first && !HttpAnswer.line(in).isEmpty()) {
      throw new ProtocolException("a chunk without an end");
    }
    first = false;
    String size = HttpAnswer.line(in).replaceFirst(";.*", "").strip();
    try {
      left = Long.parseLong(size, 16);
    } catch (NumberFormatException e) {
      throw new ProtocolException("a chunk whose size is no number");
    }
    ended = left == 0;
  }
}
