package sh.executor.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * An open {@code text/event-stream} answer, for one thread, which blocks while the reader is slow.
 * A reader that stays slow for too long loses the connection.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML, Server-sent
 *     events</a>
 */
final class EventStream {

  private static final byte[] KEEP_ALIVE = ": keepalive\n\n".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;
  private final HttpServerRequest request;
  private final Parts parts;
  private final long openedAt;
  private long sentAt;

  EventStream(OutputStream out, HttpServerRequest request, Parts parts) {
    this.out = out;
    this.request = request;
    this.parts = parts;
    this.openedAt = parts.nanoTime().getAsLong();
    this.sentAt = openedAt;
  }

  /**
   * What all streams share.
   *
   * @param closing whether the service is about to stop
   */
  record Parts(
      RestConfig config,
      Vertx vertx,
      ObjectMapper json,
      LongSupplier nanoTime,
      BooleanSupplier closing) {}

  /** Whether nothing more is to be sent: the reader has gone, the stream is old, or we close. */
  boolean isOver() {
    return parts.closing().getAsBoolean()
        || request.response().closed()
        || parts.nanoTime().getAsLong() - openedAt >= parts.config().streamAgeMax().toNanos();
  }

  /** Sends one event. */
  void send(String name, Object data) throws IOException {
    String event = "event: " + name + "\ndata: " + parts.json().writeValueAsString(data) + "\n\n";
    write(event.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a comment if nothing was sent for a while. */
  void keepAlive() throws IOException {
    if (parts.nanoTime().getAsLong() - sentAt >= parts.config().keepAlive().toNanos()) {
      write(KEEP_ALIVE);
    }
  }

  private void write(byte[] bytes) throws IOException {
    Vertx vertx = parts.vertx();
    long patience = parts.config().drainWithin().toMillis();
    long timer = vertx.setTimer(patience, late -> request.connection().close());
    try {
      out.write(bytes);
      out.flush();
    } finally {
      vertx.cancelTimer(timer);
    }
    sentAt = parts.nanoTime().getAsLong();
  }
}
