package sh.executor.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.channel.ChannelFuture;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
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

  /** How long what happens may still be told to one who lost the right to it. */
  private static final long ALLOWED_NANOS = 1_000_000_000;

  private static final byte[] KEEP_ALIVE = ": keepalive\n\n".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;
  private final HttpServerRequest request;
  private final Parts parts;
  private final BooleanSupplier allowed;
  private final long openedAt;
  private long sentAt;
  private long allowedAt;
  private boolean barred;

  /**
   * @param allowed whether the reader may still be told what it was let in for
   */
  EventStream(OutputStream out, HttpServerRequest request, Parts parts, BooleanSupplier allowed) {
    this.out = out;
    this.request = request;
    this.parts = parts;
    this.allowed = allowed;
    this.openedAt = parts.nanoTime().getAsLong();
    this.sentAt = openedAt;
    this.allowedAt = openedAt;
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

  /**
   * Whether nothing more is to be sent: the reader has gone or may not know any more, the stream is
   * old, or we close.
   */
  boolean isOver() {
    return barred
        || parts.closing().getAsBoolean()
        || request.response().closed()
        || parts.nanoTime().getAsLong() - openedAt >= parts.config().streamAgeMax().toNanos();
  }

  /** Sends one event, unless the reader may not know any more. */
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

  private boolean isBarred() {
    long now = parts.nanoTime().getAsLong();
    if (!barred && now - allowedAt >= ALLOWED_NANOS) {
      barred = !allowed.getAsBoolean();
      allowedAt = now;
    }
    return barred;
  }

  private void write(byte[] bytes) throws IOException {
    if (isBarred()) {
      return;
    }
    Vertx vertx = parts.vertx();
    long patience = parts.config().drainWithin().toMillis();
    long timer = vertx.setTimer(patience, late -> breakOff());
    try {
      out.write(bytes);
      out.flush();
    } finally {
      vertx.cancelTimer(timer);
    }
    sentAt = parts.nanoTime().getAsLong();
  }

  /** Closes the channel behind the connection: that itself waits for what is not being read. */
  private void breakOff() {
    if (request.connection() instanceof ConnectionBase base) {
      ChannelFuture _ = base.channelHandlerContext().close();
    } else {
      request.response().reset();
    }
  }
}
