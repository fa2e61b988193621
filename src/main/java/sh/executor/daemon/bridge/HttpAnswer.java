package sh.executor.daemon.bridge;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a server answers.
 *
 * @param headers by their names in small letters; of several of one name, the last
 * @param body ends where the answer ends
 */
record HttpAnswer(int status, Map<String, String> headers, InputStream body) {

  private static final int LINE_MAX = 16 << 10;
  private static final int HEADERS_MAX = 128;
  private static final int BODY_MAX = 8 << 20;

  /** Reads the head; the body is left to be read. */
  static HttpAnswer read(InputStream in) throws IOException {
    String start = line(in);
    if (!start.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
      throw new ProtocolException("no answer in HTTP/1.1");
    }
    int status = Integer.parseInt(start.substring(9, 12));
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon < 1 || headers.size() == HEADERS_MAX) {
        throw new ProtocolException("headers that make no sense");
      }
      headers.put(
          line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip());
    }
    return new HttpAnswer(status, headers, body(status, headers, in));
  }

  private static InputStream body(int status, Map<String, String> headers, InputStream in)
      throws IOException {
    if (status / 100 == 1 || status == 204 || status == 304) {
      return InputStream.nullInputStream();
    }
    if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      return new ChunkedBody(in);
    }
    String length = headers.get("content-length");
    if (length == null) {
      return in;
    }
    try {
      return new MeasuredBody(in, Long.parseLong(length));
    } catch (NumberFormatException e) {
      throw new ProtocolException("a length that is no number");
    }
  }

  /** A line without its end, as Latin-1. */
  static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c == -1) {
        throw new EOFException("the connection ended");
      }
      if (line.length() == LINE_MAX) {
        throw new ProtocolException("a line of more than " + LINE_MAX + " bytes");
      }
      line.append((char) c);
    }
    int end = line.length();
    return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Whether the body is of this media type. */
  boolean is(String mediaType) {
    return header("content-type")
        .map(type -> type.toLowerCase(Locale.ROOT).startsWith(mediaType))
        .orElse(false);
  }

  /** The whole body. */
  byte[] bytes() throws IOException {
    byte[] bytes = body.readNBytes(BODY_MAX + 1);
    if (bytes.length > BODY_MAX) {
      throw new ProtocolException("an answer of more than " + BODY_MAX + " bytes");
    }
    return bytes;
  }

  /** Likewise, as text. */
  String text() throws IOException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }
}
