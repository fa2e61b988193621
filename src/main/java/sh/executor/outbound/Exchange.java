package sh.executor.outbound;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

  /** RFC 9110 §8.6: they have a Content-Length even when it is 0. */
  private static final Set<HttpMethod> CONTENT_METHODS =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

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

  /**
   * What there was when an exchange was ended.
   *
   * @param sent whether the request has left or was about to; when not, it never will
   * @param body what came of the answer's
   */
  record Rest(boolean sent, byte[] body) {}

  /** Ends the exchange, and its connection if it is in the middle of it. */
  Rest finish() {
    HttpClientRequest open;
    Rest rest;
    lock.lock();
    try {
      over = true;
      open = ended.isDone() ? null : request;
      rest = new Rest(request != null, body.getBytes());
      body = Buffer.buffer();
    } finally {
      lock.unlock();
    }
    if (open != null) {
      open.reset();
    }
    return rest;
  }

  private void connected(HttpClientRequest connected, Buffer content) {
    boolean late;
    lock.lock();
    try {
      late = over;
      request = late ? null : connected;
    } finally {
      lock.unlock();
    }
    if (late) {
      connected.reset();
    } else {
      send(connected, content).onSuccess(this::answered).onFailure(head::completeExceptionally);
    }
  }

  /** Without content only methods that mean to have some say that theirs is empty. */
  private static Future<HttpClientResponse> send(HttpClientRequest request, Buffer content) {
    boolean saysLength = content.length() > 0 || CONTENT_METHODS.contains(request.getMethod());
    return saysLength ? request.send(content) : request.send();
  }

  private void answered(HttpClientResponse response) {
    int bytesMax =
        Redirects.isRedirect(response.statusCode())
            ? Math.min(bodyBytesMax, REDIRECT_BODY_BYTES_MAX)
            : bodyBytesMax;
    response.exceptionHandler(ended::completeExceptionally);
    response.endHandler(end -> afterRecycling(() -> ended.complete(true)));
    response.handler(
        chunk -> {
          if (!append(chunk, bytesMax) && ended.complete(false)) {
            response.request().reset();
          }
        });
    head.complete(response);
  }

  /**
   * Vert.x gives the connection back to its pool right after the handler that calls this, on this
   * thread: whoever is told later finds it there for a next request, instead of opening another.
   */
  private static void afterRecycling(Runnable told) {
    Objects.requireNonNull(Vertx.currentContext()).runOnContext(nothing -> told.run());
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
