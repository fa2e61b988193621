package sh.executor.outbound;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One request on one connection, and the answer as it comes in. Vert.x' event loop fills it, the
 * thread that wants the answer waits on it; {@code lock} guards what both touch, and nobody waits
 * for anything while holding it.
 */
final class Exchange {

  private static final int REDIRECT_BODY_BYTES_MAX = 16 * 1024;

  private final int bodyBytesMax;
  private final CompletableFuture<HttpClientResponse> head = new CompletableFuture<>();
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();
  private Buffer body = Buffer.buffer();
  private @Nullable HttpClientRequest request;
  private boolean over;

  private Exchange(int bodyBytesMax) {
    this.bodyBytesMax = bodyBytesMax;
  }

  /** Connects, or takes an open connection, and sends. Returns at once. */
  static Exchange start(
      HttpClient client, RequestOptions options, byte @Nullable [] body, int bodyBytesMax) {
    Exchange exchange = new Exchange(bodyBytesMax);
    Buffer content = body == null ? Buffer.buffer() : Buffer.buffer(body);
    client
        .request(options)
        .onSuccess(request -> exchange.connected(request, content))
        .onFailure(exchange.head::completeExceptionally);
    return exchange;
  }

  /** Waits for the answer's header; empty when it is not here by {@code by}. */
  Optional<HttpClientResponse> head(Deadline by) throws InterruptedException, ExecutionException {
    try {
      return Optional.of(head.get(by.leftNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    }
  }

  /** How far the body came. */
  enum Ending {
    /** To its end. */
    COMPLETE,
    /** To the limit on bytes. */
    TOO_LONG,
    /** Not to its end in time. */
    LATE
  }

  /** Waits for the end of the body, or of what may be kept of it. */
  Ending end(Deadline by) throws InterruptedException, ExecutionException {
    try {
      return ended.get(by.leftNanos(), TimeUnit.NANOSECONDS) ? Ending.COMPLETE : Ending.TOO_LONG;
    } catch (TimeoutException e) {
      return Ending.LATE;
    }
  }

  /** Whether there was a connection to send on: if not, nobody has seen any of the request. */
  boolean wasConnected() {
    lock.lock();
    try {
      return request != null;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the exchange, and its connection if it is in the middle of it; the body so far. */
  byte[] finish() {
    HttpClientRequest open;
    byte[] bytes;
    lock.lock();
    try {
      over = true;
      open = ended.isDone() ? null : request;
      bytes = body.getBytes();
      body = Buffer.buffer();
    } finally {
      lock.unlock();
    }
    if (open != null) {
      open.reset();
    }
    return bytes;
  }

  private void connected(HttpClientRequest connected, Buffer content) {
    boolean late;
    lock.lock();
    try {
      request = connected;
      late = over;
    } finally {
      lock.unlock();
    }
    if (late) {
      connected.reset();
    } else {
      connected.send(content).onSuccess(this::answered).onFailure(head::completeExceptionally);
    }
  }

  private void answered(HttpClientResponse response) {
    int bytesMax =
        Redirects.isRedirect(response.statusCode())
            ? Math.min(bodyBytesMax, REDIRECT_BODY_BYTES_MAX)
            : bodyBytesMax;
    response.exceptionHandler(ended::completeExceptionally);
    response.endHandler(end -> ended.complete(true));
    response.handler(
        chunk -> {
          if (!append(chunk, bytesMax) && ended.complete(false)) {
            response.request().reset();
          }
        });
    head.complete(response);
  }

  /** Whether there was room for all of it. */
  private boolean append(Buffer chunk, int bytesMax) {
    lock.lock();
    try {
      if (over) {
        return true;
      }
      int room = bytesMax - body.length();
      body.appendBuffer(chunk, 0, Math.min(room, chunk.length()));
      return chunk.length() <= room;
    } finally {
      lock.unlock();
    }
  }
}
