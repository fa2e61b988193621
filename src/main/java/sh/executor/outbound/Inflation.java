package sh.executor.outbound;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Undoes the content coding of a body, as far as a limit allows (RFC 9110 §8.4.1). */
final class Inflation {

  /** What we ask for. */
  static final String ACCEPTED = "gzip, deflate";

  private static final int STEP_BYTES = 16 * 1024;

  private Inflation() {}

  /** What a body came to. */
  sealed interface Plain {
    /**
     * As it was before the coding.
     *
     * @param cut whether the limit, or the end of a body that was cut itself, came first
     */
    record Bytes(byte[] bytes, boolean cut) implements Plain {}

    /** Not in the coding it says, or in one nobody asked for; {@code reason} is safe to show. */
    record Unreadable(String reason) implements Plain {}
  }

  /**
   * Decodes {@code body}.
   *
   * @param coding of the Content-Encoding header; empty for none
   * @param complete whether the body is all there; if not, what can be decoded of it is enough
   */
  static Plain decode(String coding, byte[] body, boolean complete, int bytesMax) {
    String name = coding.strip().toLowerCase(Locale.ROOT);
    if (body.length == 0) {
      return new Plain.Bytes(body, !complete);
    }
    return switch (name) {
      case "", "identity" -> new Plain.Bytes(body, !complete);
      case "gzip", "x-gzip" -> inflate(GZIPInputStream::new, body, complete, bytesMax);
      case "deflate" -> deflate(body, complete, bytesMax);
      default -> new Plain.Unreadable("The answer is in a content coding that was not asked for.");
    };
  }

  /** Meant is zlib's format (RFC 1950); many send the bare one (RFC 1951). */
  private static Plain deflate(byte[] body, boolean complete, int bytesMax) {
    Inflater inflater = new Inflater(!hasZlibHeader(body));
    try {
      return inflate(coded -> new InflaterInputStream(coded, inflater), body, complete, bytesMax);
    } finally {
      inflater.end();
    }
  }

  private static boolean hasZlibHeader(byte[] body) {
    return body.length > 1
        && (body[0] & 0x0f) == 8
        && (((body[0] & 0xff) << Byte.SIZE) | (body[1] & 0xff)) % 31 == 0;
  }

  private static Plain inflate(Opening opening, byte[] body, boolean complete, int bytesMax) {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    boolean cut;
    try (InputStream coded = opening.open(new ByteArrayInputStream(body))) {
      cut = copy(coded, plain, bytesMax) || !complete;
    } catch (EOFException e) {
      if (complete) {
        return broken();
      }
      cut = true;
    } catch (IOException e) {
      return broken();
    }
    return new Plain.Bytes(plain.toByteArray(), cut);
  }

  /** Copies up to {@code bytesMax}; whether there was more. */
  private static boolean copy(InputStream from, ByteArrayOutputStream to, int bytesMax)
      throws IOException {
    byte[] step = new byte[STEP_BYTES];
    for (int read = from.read(step); read >= 0; read = from.read(step)) {
      int room = bytesMax - to.size();
      to.write(step, 0, Math.min(read, room));
      if (read > room) {
        return true;
      }
    }
    return false;
  }

  private static Plain broken() {
    return new Plain.Unreadable("The answer's body is not in the content coding it says.");
  }

  private interface Opening {
    InputStream open(InputStream coded) throws IOException;
  }
}
