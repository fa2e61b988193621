package sh.executor.daemon.bridge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines a client writes. */
final class Lines {

  /** As much as the server takes. */
  static final int BYTES_MAX = 4 << 20;

  private static final int BUFFER = 16 << 10;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int next;
  private int end;

  Lines(InputStream in) {
    this.in = in;
  }

  /**
   * The next line without its end; null at the end of the input.
   *
   * @throws TooLong when it is longer than 4 MiB; it has been passed over
   */
  byte @Nullable [] next() throws IOException, TooLong {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean cut = false;
    while (true) {
      if (next == end) {
        end = Math.max(0, in.read(buffer));
        next = 0;
        if (end == 0) {
          return line.size() == 0 ? null : line.toByteArray();
        }
      }
      int from = next;
      while (next < end && buffer[next] != '\n') {
        next++;
      }
      if (line.size() + next - from > BYTES_MAX) {
        cut = true;
        line.reset();
      }
      if (!cut) {
        line.write(buffer, from, next - from);
      }
      if (next < end) {
        next++;
        if (cut) {
          throw new TooLong();
        }
        return line.toByteArray();
      }
    }
  }

  /** A line that nobody would take. */
  static final class TooLong extends Exception {

    TooLong() {
      super("a line of more than " + BYTES_MAX + " bytes", null, false, false);
    }
  }
}
