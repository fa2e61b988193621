package sh.executor.sandbox.wasm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/** Writes numbered pages into one zlib stream. */
final class PageDeflater implements AutoCloseable {

  private static final int BUFFER_BYTES = 8192;

  /** The fastest level: level 6 takes three times the time for a tenth less (bench/README.md). */
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);

  private final ByteBuffer record = ByteBuffer.allocate(Integer.BYTES + PageImage.PAGE_BYTES);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(BUFFER_BYTES);
  private final byte[] buffer = new byte[BUFFER_BYTES];

  void write(int index, byte[] page) {
    record.clear().putInt(index).put(page);
    deflater.setInput(record.array());
    while (!deflater.needsInput()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
  }

  /** The stream. */
  byte[] finish() {
    deflater.finish();
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    deflater.end();
  }
}
