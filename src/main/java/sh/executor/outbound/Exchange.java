package sh.executor.outbound;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import sh.executor.telemetry.Alarms;

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

  private final OutboundRequest.Limits limits;
  private final Alarms alarms;
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();
  private Buffer body = Buffer.buffer();
  private Alarms.Alarm limit;
  private @Nullable HttpClientRequest request;
  private @Nullable HttpClientResponse head;
  private boolean over;

  private Exchange(OutboundRequest.Limits limits, Alarms alarms, Deadline headersBy) {
    this.limits = limits;
    this.alarms = alarms;
    this.limit =
        alarms.in(
            Duration.ofNanos(headersBy.leftNanos()), () -> ending.complete(Ending.UNANSWERED));
  }

  /**
   * Connects, or takes an open connection, and sends. Returns at once.
   *
   * @param loop where all of it happens
   * @param headersBy when the answer's header must be here
   */
  static Exchange start(
      HttpClient client,
      Context loop,
      RequestOptions options,
      OutboundRequest request,
      Deadline headersBy,
      Alarms alarms) {
    Exchange exchange = new Exchange(request.limits(), alarms, headersBy);
    Buffer content = request.body() == null ? Buffer.buffer() : Buffer.buffer(request.body());
    loop.runOnContext(
        nothing ->
            client
                .request(options)
                .onSuccess(connected -> exchange.connected(connected, content))
                .onFailure(exchange.ending::completeExceptionally));
    return exchange;
  }

  /** How an exchange came to its end. */
  enum Ending {
    /** The whole answer is here. */
    COMPLETE,
    /** The answer is longer than what may be kept of it. */
    TOO_LONG,
    /** The answer did not end in time. */
    LATE,
    /** No answer began in time. */
    UNANSWERED;

    private boolean isOutOfTime() {
      return this == LATE || this == UNANSWERED;
    }
  }

  /** Waits for the end of the answer, or of what may be kept of it, or of the time it has. */
  Ending await() throws InterruptedException, ExecutionException {
    return ending.get();
  }

  /**
   * What there was when an exchange was ended.
   *
   * @param sent whether there was a connection, so that the request has left or was about to; when
   *     not, nobody has seen any of it, and never will
   * @param head the answer's, if it came
   * @param body what came of the answer's
   */
  record Rest(boolean sent, @Nullable HttpClientResponse head, byte[] body) {}

  /** Ends the exchange, and its connection if it is in the middle of it. */
  Rest finish() {
    HttpClientRequest open;
    Rest rest;
    lock.lock();
    try {
      over = true;
      open = isUnderWay() ? request : null;
      rest = new Rest(request != null, head, body.getBytes());
      body = Buffer.buffer();
      limit.silence();
    } finally {
      lock.unlock();
    }
    if (open != null) {
      open.reset();
    }
    return rest;
  }

  /** Whether the connection is in the middle of it. */
  private boolean isUnderWay() {
    return switch (ending.state()) {
      case RUNNING -> true;
      case SUCCESS -> ending.resultNow().isOutOfTime();
      case FAILED, CANCELLED -> false;
    };
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
      send(connected, content).onSuccess(this::answered).onFailure(ending::completeExceptionally);
    }
  }

  /** Without content only methods that mean to have some say that theirs is empty. */
  private static Future<HttpClientResponse> send(HttpClientRequest request, Buffer content) {
    boolean saysLength = content.length() > 0 || CONTENT_METHODS.contains(request.getMethod());
    return saysLength ? request.send(content) : request.send();
  }

  private void answered(HttpClientResponse response) {
    begins(response);
    int bytesMax =
        Redirects.isRedirect(response.statusCode())
            ? Math.min(limits.bodyBytesMax(), REDIRECT_BODY_BYTES_MAX)
            : limits.bodyBytesMax();
    response.exceptionHandler(ending::completeExceptionally);
    response.endHandler(end -> afterRecycling(() -> ending.complete(Ending.COMPLETE)));
    response.handler(
        chunk -> {
          if (!append(chunk, bytesMax) && ending.complete(Ending.TOO_LONG)) {
            response.request().reset();
          }
        });
  }

  /** From here on it is the body that has to come in time. */
  private void begins(HttpClientResponse response) {
    lock.lock();
    try {
      if (!over) {
        head = response;
        limit.silence();
        limit = alarms.in(limits.bodyWithin(), () -> ending.complete(Ending.LATE));
      }
    } finally {
      lock.unlock();
    }
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
