package sh.executor.mcp;

import io.netty.channel.ChannelFuture;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An event stream on a socket of this node. State belongs to the request's event loop. {@link
 * #send} parks its virtual thread while the reader is slow, one sender at a time; {@link #offer}
 * does not wait, and what is written and not yet sent is bounded for both. An idle stream carries a
 * comment at the configured interval.
 */
final class HttpEventSink implements EventSink {

  private static final long NO_TIMER = -1;
  private static final Buffer KEEP_ALIVE = Buffer.buffer(": keepalive\n\n");

  private final HttpServerResponse response;
  private final HttpConnection connection;
  private final Context context;
  private final Vertx vertx;
  private final McpConfig config;
  private final ReentrantLock sending = new ReentrantLock();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final AtomicLong pendingBytes = new AtomicLong();
  private long keepAliveTimer = NO_TIMER;
  private @Nullable CompletableFuture<Boolean> draining;

  HttpEventSink(HttpServerRequest request, Context context, McpConfig config) {
    this.response = request.response();
    this.connection = request.connection();
    this.context = context;
    this.vertx = context.owner();
    this.config = config;
  }

  /** Sends the head of the stream; on the event loop. */
  void openNow(Map<String, String> headers) {
    if (response.closed() || response.ended() || response.headWritten()) {
      gone();
      return;
    }
    response.closeHandler(close -> gone());
    response.exceptionHandler(failure -> gone());
    Cors.onAnswer(response);
    response
        .setStatusCode(200)
        .setChunked(true)
        .putHeader("content-type", MediaTypes.EVENT_STREAM)
        .putHeader("cache-control", "no-store")
        .putHeader("x-accel-buffering", "no");
    headers.forEach(response::putHeader);
    response.writeHead();
    keepAliveTimer = vertx.setPeriodic(config.keepAlive().toMillis(), id -> keepAliveNow());
  }

  @Override
  public boolean send(byte[] events) throws InterruptedException {
    sending.lockInterruptibly();
    try {
      CompletableFuture<Boolean> room = new CompletableFuture<>();
      context.runOnContext(ready -> writeNow(events, room));
      return room.get(config.drainWithin().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      context.runOnContext(ready -> cutNow());
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("send an event", e);
    } finally {
      sending.unlock();
    }
  }

  @Override
  public boolean offer(byte[] events) {
    if (closed.isDone()) {
      return false;
    }
    if (pendingBytes.get() + events.length > config.streamPendingBytesMax()) {
      context.runOnContext(ready -> cutNow());
      return false;
    }
    pendingBytes.addAndGet(events.length);
    context.runOnContext(ready -> offerNow(events));
    return true;
  }

  @Override
  public void end(byte[] last) {
    context.runOnContext(ready -> endNow(last));
  }

  @Override
  public void onClose(Runnable action) {
    CompletableFuture<Void> _ = closed.thenRun(action);
  }

  private void writeNow(byte[] events, CompletableFuture<Boolean> room) {
    if (closed.isDone()) {
      room.complete(false);
      return;
    }
    pendingBytes.addAndGet(events.length);
    offerNow(events);
    if (!response.writeQueueFull()) {
      room.complete(true);
      return;
    }
    draining = room;
    response.drainHandler(drained -> room.complete(true));
  }

  private void offerNow(byte[] events) {
    if (closed.isDone()) {
      return;
    }
    response
        .write(Buffer.buffer(events))
        .onComplete(sent -> pendingBytes.addAndGet(-events.length));
  }

  /** The last bytes are waited for like all others: whoever does not read them is cut off. */
  private void endNow(byte[] last) {
    if (closed.isDone()) {
      return;
    }
    long cut = vertx.setTimer(config.drainWithin().toMillis(), id -> breakOff());
    response.end(Buffer.buffer(last)).onComplete(sent -> vertx.cancelTimer(cut));
    gone();
  }

  private void keepAliveNow() {
    if (!closed.isDone() && !response.writeQueueFull()) {
      response.write(KEEP_ALIVE);
    }
  }

  private void cutNow() {
    if (!closed.isDone()) {
      breakOff();
      gone();
    }
  }

  /** Closes the channel behind the connection: that itself waits for what is not being read. */
  private void breakOff() {
    if (connection instanceof ConnectionBase base) {
      ChannelFuture _ = base.channelHandlerContext().close();
    } else {
      response.reset();
    }
  }

  private void gone() {
    vertx.cancelTimer(keepAliveTimer);
    if (draining != null) {
      draining.complete(false);
    }
    closed.complete(null);
  }
}
