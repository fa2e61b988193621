package sh.executor.daemon.bridge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One event of a stream.
 *
 * @param id where the stream can go on from; null when it says none
 * @param retryMillis how long to wait before going on; -1 when it says nothing
 * @param data empty for an event without a message, or of another name than {@code message}
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent
 *     events</a>
 */
record SseEvent(@Nullable String id, long retryMillis, byte[] data) {

  private static final int BYTES_MAX = 8 << 20;
  private static final byte[] NOTHING = {};

  /** The name of an event that carries a message; one without a name has this one. */
  private static final String MESSAGE = "message";

  /** The next event with data, an id or a time to wait; null at the end of the stream. */
  static @Nullable SseEvent next(InputStream in) throws IOException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    String id = null;
    long retry = -1;
    String event = MESSAGE;
    int budget = BYTES_MAX;
    for (byte[] line = line(in, budget); line != null; line = line(in, budget)) {
      budget -= line.length;
      if (line.length == 0) {
        if (data.size() > 0 || id != null || retry != -1) {
          return new SseEvent(id, retry, event.equals(MESSAGE) ? data.toByteArray() : NOTHING);
        }
        event = MESSAGE;
        budget = BYTES_MAX;
      } else if (starts(line, "data:")) {
        if (data.size() > 0) {
          data.write('\n');
        }
        int from = value(line, "data:");
        data.write(line, from, line.length - from);
      } else if (starts(line, "event:")) {
        event = text(line, "event:");
      } else if (starts(line, "id:")) {
        id = text(line, "id:");
      } else if (starts(line, "retry:") && text(line, "retry:").matches("[0-9]{1,9}")) {
        retry = Long.parseLong(text(line, "retry:"));
      }
    }
    return null;
  }

  private static boolean starts(byte[] line, String field) {
    if (line.length < field.length()) {
      return false;
    }
    for (int i = 0; i < field.length(); i++) {
      if (line[i] != field.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int value(byte[] line, String field) {
    int from = field.length();
    return from < line.length && line[from] == ' ' ? from + 1 : from;
  }

  private static String text(byte[] line, String field) {
    int from = value(line, field);
    return new String(line, from, line.length - from, StandardCharsets.UTF_8);
  }

  /** A line without its end, which is LF or CR and LF; null at the end of the stream. */
  private static byte @Nullable [] line(InputStream in, int bytesMax) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != -1; c = in.read()) {
      if (c == '\n') {
        byte[] bytes = line.toByteArray();
        int end = bytes.length;
        return end > 0 && bytes[end - 1] == '\r' ? Arrays.copyOf(bytes, end - 1) : bytes;
      }
      if (line.size() == bytesMax) {
        throw new ProtocolException("an event of more than " + BYTES_MAX + " bytes");
      }
      line.write(c);
    }
    return null;
  }
}
