package sh.executor.mcp;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An open {@code text/event-stream} answer. State belongs to the request's event loop; {@link
 * #send} is for virtual threads and parks while the reader is slow, one sender at a time, so that
 * at most one message beyond the connection's own write queue waits in memory. An idle stream
 * carries a comment at the configured interval.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML, Server-sent
 *     events</a>
 */
final class SseStream {

  private static final Buffer KEEP_ALIVE = Buffer.buffer(": keepalive\n\n");

  private final Exchange exchange;
  private final HttpServerResponse response;
  private final Vertx vertx;
  private final Duration drainWithin;
  private final long keepAliveTimer;
  private final ReentrantLock sending = new ReentrantLock();
  private @Nullable CompletableFuture<Boolean> draining;
  private @Nullable Runnable onClose;
  private boolean closed;

  private SseStream(Exchange exchange, McpConfig config) {
    this.exchange = exchange;
    this.response = exchange.response();
    this.vertx = exchange.context().owner();
    this.drainWithin = config.drainWithin();
    this.keepAliveTimer = vertx.setPeriodic(config.keepAlive().toMillis(), id -> keepAlive());
  }

  /**
   * Sends the header of the stream; on the event loop.
   *
   * @param sessionId for {@code Mcp-Session-Id}
   */
  static SseStream open(Exchange exchange, McpConfig config, String sessionId) {
    HttpServerResponse response = exchange.response();
    SseStream stream = new SseStream(exchange, config);
    if (response.closed() || response.ended()) {
      stream.gone();
      return stream;
    }
    response.closeHandler(close -> stream.gone());
    response.exceptionHandler(failure -> stream.gone());
    Cors.onAnswer(response);
    response
        .setStatusCode(200)
        .setChunked(true)
        .putHeader("content-type", MediaTypes.EVENT_STREAM)
        .putHeader("cache-control", "no-store")
        .putHeader("x-accel-buffering", "no")
        .putHeader("mcp-session-id", sessionId);
    response.writeHead();
    return stream;
  }

  /** What to do, once, when the stream is at its end, whoever ended it; on the event loop. */
  void onClose(Runnable action) {
    if (closed) {
      action.run();
    } else {
      onClose = action;
    }
  }

  /**
   * Sends one message and waits until there is room for another. Blocks.
   *
   * @return false when the reader has gone or was given up
   */
  boolean send(byte[] json) throws InterruptedException {
    sending.lockInterruptibly();
    try {
      CompletableFuture<Boolean> room = new CompletableFuture<>();
      exchange.context().runOnContext(ready -> write(event(json), room));
      return room.get(drainWithin.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      exchange.context().runOnContext(ready -> abort());
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("send an event", e);
    } finally {
      sending.unlock();
    }
  }

  /** Sends a last message and ends the stream; on the event loop. */
  void finishNow(byte[] json) {
    endNow(event(json));
  }

  /** Ends the stream with a comment that says why; on the event loop. */
  void endNow(String reason) {
    endNow(Buffer.buffer(": " + reason + "\n\n"));
  }

  private void endNow(Buffer last) {
    if (!closed) {
      response.end(last);
      gone();
    }
  }

  private void write(Buffer event, CompletableFuture<Boolean> room) {
    if (closed) {
      room.complete(false);
      return;
    }
    response.write(event);
    if (!response.writeQueueFull()) {
      room.complete(true);
      return;
    }
    draining = room;
    response.drainHandler(drained -> room.complete(true));
  }

  private void keepAlive() {
    if (!closed && !response.writeQueueFull()) {
      response.write(KEEP_ALIVE);
    }
  }

  private void abort() {
    if (!closed) {
      response.reset();
      gone();
    }
  }

  private void gone() {
    if (closed) {
      return;
    }
    closed = true;
    vertx.cancelTimer(keepAliveTimer);
    if (draining != null) {
      draining.complete(false);
    }
    if (onClose != null) {
      onClose.run();
    }
  }

  private static Buffer event(byte[] json) {
    return Buffer.buffer(json.length + 32)
        .appendBytes("event: message\ndata: ".getBytes(StandardCharsets.US_ASCII))
        .appendBytes(json)
        .appendString("\n\n");
  }
}
