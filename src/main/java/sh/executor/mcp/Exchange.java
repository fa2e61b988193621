package sh.executor.mcp;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sh.executor.telemetry.Attribute;
import sh.executor.telemetry.Traces;

/**
 * One HTTP request and the way back to its client, for a virtual thread. Reading is safe from any
 * thread; all writing is handed to the request's event loop, in order.
 */
final class Exchange {

  private final HttpServerRequest request;
  private final Context context;
  private final BodyReader body;

  private Exchange(HttpServerRequest request, Context context, BodyReader body) {
    this.request = request;
    this.context = context;
    this.body = body;
  }

  /** Takes over a request on its event loop and begins to collect its body. */
  static Exchange of(RoutingContext routing, int bodyBytesMax) {
    Context context = routing.vertx().getOrCreateContext();
    HttpServerRequest request = routing.request();
    return new Exchange(request, context, BodyReader.start(request, context, bodyBytesMax));
  }

  /** The HTTP method. */
  String method() {
    return request.method().name();
  }

  /** The path, without query. */
  String path() {
    return Objects.requireNonNullElse(request.path(), "/");
  }

  /** Scheme and authority the client used. */
  String origin() {
    return request.scheme() + "://" + request.authority();
  }

  /** The first value of a header; null when there is none. */
  @Nullable String header(String name) {
    return request.getHeader(name);
  }

  /** The names of all headers, in lower case, sorted. */
  Set<String> headerNames() {
    return request.headers().names().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The first value of a query parameter; null when there is none. */
  @Nullable String query(String name) {
    return request.getParam(name);
  }

  /** The request's body; waits for it. */
  Body body(Duration within) throws InterruptedException {
    return body.await(within);
  }

  /** Where everything that writes must run. */
  Context context() {
    return context;
  }

  /** The response; to be touched on {@link #context()} only. */
  HttpServerResponse response() {
    return request.response();
  }

  /** Sends a whole answer, unless the client has gone. */
  void answer(Answer answer) {
    Traces.note(Attribute.HTTP_STATUS, answer.status());
    context.runOnContext(ready -> answerNow(answer));
  }

  /** {@link #answer} on the event loop itself. */
  void answerNow(Answer answer) {
    HttpServerResponse response = request.response();
    if (response.headWritten() || response.closed()) {
      return;
    }
    response.setStatusCode(answer.status());
    Cors.onAnswer(response);
    answer.headers().forEach(response::putHeader);
    if (body.leavesBytes()) {
      response.putHeader("connection", "close");
      response.end(Buffer.buffer(answer.body())).onComplete(sent -> request.connection().close());
      return;
    }
    response.end(Buffer.buffer(answer.body()));
  }
}
