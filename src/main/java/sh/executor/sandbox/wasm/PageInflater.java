package sh.executor.sandbox.wasm;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads what {@link PageDeflater} wrote, one page at a time, and believes nothing of it. */
final class PageInflater implements AutoCloseable {

  private final Inflater inflater = new Inflater();
  private final byte[] index = new byte[Integer.BYTES];

  PageInflater(byte[] packed) {
    inflater.setInput(packed);
  }

  int index() throws DataFormatException {
    fill(index);
    return ByteBuffer.wrap(index).getInt();
  }

  byte[] page() throws DataFormatException {
    byte[] page = new byte[PageImage.PAGE_BYTES];
    fill(page);
    return page;
  }

  /** There is nothing more, and the stream's own checksum holds. */
  void end() throws DataFormatException {
    if (inflater.inflate(index) != 0 || !inflater.finished() || inflater.getRemaining() != 0) {
      throw new DataFormatException("more than there should be");
    }
  }

  private void fill(byte[] bytes) throws DataFormatException {
    int done = 0;
    while (done < bytes.length) {
      int more = inflater.inflate(bytes, done, bytes.length - done);
      if (more == 0) {
        throw new DataFormatException("less than there should be");
      }
      done += more;
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
