package sh.executor.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A POST whose body is too much, or never ends, from a client that goes on sending until it is
 * answered and cut off.
 */
public final class Flood {

  private static final byte[] MEGABYTE = "a".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
  private static final int GIGABYTE_MEGABYTES = 1 << 10;
  private static final int DRIP_MILLIS = 100;
  private static final int WITHIN_MILLIS = 60_000;

  private final URI endpoint;
  private final String bearer;

  private Flood(URI endpoint, String bearer) {
    this.endpoint = endpoint;
    this.bearer = bearer;
  }

  /** Floods {@code endpoint}. */
  public static Flood of(URI endpoint, String bearer) {
    return new Flood(endpoint, bearer);
  }

  /** A gigabyte, announced. */
  public Answer announcedGigabyte() throws IOException {
    return send(
        "Content-Length: " + ((long) GIGABYTE_MEGABYTES << 20),
        (out, taken, answered) -> {
          for (int i = 0; i < GIGABYTE_MEGABYTES; i++) {
            out.write(MEGABYTE);
            taken.addAndGet(MEGABYTE.length);
          }
        });
  }

  /** A gigabyte, in chunks. */
  public Answer chunkedGigabyte() throws IOException {
    return send(
        "Transfer-Encoding: chunked",
        (out, taken, answered) -> {
          chunk(out, "{\"code\":\"".getBytes(StandardCharsets.US_ASCII));
          for (int i = 0; i < GIGABYTE_MEGABYTES; i++) {
            chunk(out, MEGABYTE);
            taken.addAndGet(MEGABYTE.length);
          }
          out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        });
  }

  /** A byte now and then. */
  public Answer drip() throws IOException {
    return send(
        "Content-Length: 1000000",
        (out, taken, answered) -> {
          out.write("{\"code\":\"".getBytes(StandardCharsets.US_ASCII));
          while (!answered.await(DRIP_MILLIS, TimeUnit.MILLISECONDS)) {
            out.write('a');
            taken.incrementAndGet();
          }
        });
  }

  private static void chunk(OutputStream out, byte[] bytes) throws IOException {
    out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(bytes);
    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  private Answer send(String length, Body body) throws IOException {
    AtomicLong taken = new AtomicLong();
    CountDownLatch answered = new CountDownLatch(1);
    try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
      socket.setSoTimeout(WITHIN_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(head(length).getBytes(StandardCharsets.US_ASCII));
      Thread.ofVirtual().name("flood").start(() -> pour(body, out, taken, answered));
      return new Answer(readAll(socket.getInputStream()), taken.get());
    } finally {
      answered.countDown();
    }
  }

  private String head(String length) {
    return """
        POST %s HTTP/1.1
        Host: %s
        Authorization: Bearer %s
        Accept: application/json, text/event-stream
        Content-Type: application/json
        %s

        """
        .formatted(endpoint.getPath(), endpoint.getAuthority(), bearer, length)
        .replace("\n", "\r\n");
  }

  /** Until the other side has had enough. */
  private static void pour(Body body, OutputStream out, AtomicLong taken, CountDownLatch answered) {
    try {
      body.pour(out, taken, answered);
    } catch (IOException e) {
      // Cut off, as it should be: the answer says why.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What comes until the connection ends, in whatever way. */
  private static String readAll(InputStream in) {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try {
      in.transferTo(read);
    } catch (IOException e) {
      // What was answered before counts.
    }
    return read.toString(StandardCharsets.UTF_8);
  }

  /** Sends bytes, and counts them. */
  private interface Body {
    void pour(OutputStream out, AtomicLong taken, CountDownLatch answered)
        throws IOException, InterruptedException;
  }

  /**
   * What came back.
   *
   * @param text of the whole answer
   * @param bytesTaken of the body, those in flight included
   */
  public record Answer(String text, long bytesTaken) {

    /** The HTTP status; 0 when there was no answer. */
    public int status() {
      return text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9, 12)) : 0;
    }
  }
}
