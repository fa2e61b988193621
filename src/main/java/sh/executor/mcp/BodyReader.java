package sh.executor.mcp;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Collects the body of one request. It starts at once, so that a small body is there when it is
 * wanted, but takes no more than {@value #BYTES_UNASKED} bytes before {@link #await} says that the
 * client is one whose body we want: a stranger can't fill the heap. Collecting happens on the
 * request's event loop only.
 */
final class BodyReader {

  private static final int BYTES_UNASKED = 65_536;

  private final HttpServerRequest request;
  private final Context context;
  private final int bytesMax;
  private final Buffer collected = Buffer.buffer();
  private final CompletableFuture<Body> done = new CompletableFuture<>();
  private boolean asked;

  private BodyReader(HttpServerRequest request, Context context, int bytesMax) {
    this.request = request;
    this.context = context;
    this.bytesMax = bytesMax;
  }

  /** Begins to collect; to be called on the event loop of {@code request}. */
  static BodyReader start(HttpServerRequest request, Context context, int bytesMax) {
    BodyReader reader = new BodyReader(request, context, bytesMax);
    if (declaredBytes(request.getHeader("content-length")) > bytesMax) {
      reader.done.complete(new Body.TooLarge(bytesMax));
      return reader;
    }
    request.exceptionHandler(failure -> reader.done.complete(new Body.Gone()));
    request.handler(reader::collect);
    request.endHandler(end -> reader.done.complete(new Body.Complete(reader.collected.getBytes())));
    request.resume();
    return reader;
  }

  /** The body, once it is complete or can not become so. Blocks. */
  Body await(Duration within) throws InterruptedException {
    if (!done.isDone()) {
      context.runOnContext(ready -> ask());
    }
    try {
      return done.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Body.TooSlow();
    } catch (ExecutionException e) {
      throw new IllegalStateException("collect a request body", e);
    }
  }

  /**
   * Whether there may be bytes of this request on the connection that nobody will read. A request
   * that announces no body has none (RFC 9112 §6.3).
   */
  boolean leavesBytes() {
    boolean announced =
        request.getHeader("transfer-encoding") != null
            || declaredBytes(request.getHeader("content-length")) > 0;
    return announced && !(done.getNow(new Body.TooSlow()) instanceof Body.Complete);
  }

  private void ask() {
    asked = true;
    request.resume();
  }

  private void collect(Buffer chunk) {
    if (done.isDone()) {
      return;
    }
    if (collected.length() + chunk.length() > bytesMax) {
      done.complete(new Body.TooLarge(bytesMax));
      request.pause();
      return;
    }
    collected.appendBuffer(chunk);
    if (!asked && collected.length() > BYTES_UNASKED) {
      request.pause();
    }
  }

  private static long declaredBytes(@Nullable String contentLength) {
    try {
      return contentLength == null ? 0 : Long.parseLong(contentLength.strip());
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
