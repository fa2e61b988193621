package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sh.executor.telemetry.Attribute;
import sh.executor.telemetry.Traces;

/**
 * An exchange whose socket is on this node. All writing is handed to the request's event loop, in
 * order.
 */
final class HttpExchange implements Exchange {

  private final HttpServerRequest request;
  private final Context context;
  private final McpConfig config;
  private final BodyReader body;
  private volatile @Nullable JsonNode asked;

  private HttpExchange(
      HttpServerRequest request, Context context, McpConfig config, BodyReader body) {
    this.request = request;
    this.context = context;
    this.config = config;
    this.body = body;
  }

  /** Takes over a request on its event loop and begins to collect its body. */
  static HttpExchange of(RoutingContext routing, McpConfig config) {
    Context context = routing.vertx().getOrCreateContext();
    HttpServerRequest request = routing.request();
    BodyReader body = BodyReader.start(request, context, config.bodyBytesMax());
    return new HttpExchange(request, context, config, body);
  }

  @Override
  public String method() {
    return request.method().name();
  }

  @Override
  public String path() {
    return Objects.requireNonNullElse(request.path(), "/");
  }

  @Override
  public String origin() {
    return request.scheme() + "://" + request.authority();
  }

  @Override
  public @Nullable String header(String name) {
    return request.getHeader(name);
  }

  @Override
  public List<String> headers(String name) {
    return request.headers().getAll(name);
  }

  @Override
  public Set<String> headerNames() {
    return request.headers().names().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public @Nullable String query(String name) {
    return request.getParam(name);
  }

  @Override
  public Body body(Duration within) throws InterruptedException {
    return body.await(within);
  }

  @Override
  public void asked(JsonNode id) {
    asked = id;
  }

  @Override
  public void answer(Answer answer) {
    Traces.note(Attribute.HTTP_STATUS, answer.status());
    context.runOnContext(ready -> answerNow(answer));
  }

  private void answerNow(Answer answer) {
    HttpServerResponse response = request.response();
    if (response.headWritten() || response.closed()) {
      return;
    }
    JsonNode id = asked;
    byte[] bytes = (id == null ? answer.in(Era.of(this)) : answer.to(id)).body();
    response.setStatusCode(answer.status());
    Cors.onAnswer(response);
    answer.headers().forEach(response::putHeader);
    if (body.leavesBytes()) {
      response.putHeader("connection", "close");
      response.end(Buffer.buffer(bytes)).onComplete(sent -> request.connection().close());
      return;
    }
    response.end(Buffer.buffer(bytes));
  }

  @Override
  public EventSink stream(Map<String, String> headers) {
    Traces.note(Attribute.HTTP_STATUS, 200);
    HttpEventSink sink = new HttpEventSink(request, context, config);
    context.runOnContext(ready -> sink.openNow(headers));
    return sink;
  }

  @Override
  public void onGone(Runnable action) {
    context.runOnContext(ready -> onGoneNow(action));
  }

  private void onGoneNow(Runnable action) {
    HttpServerResponse response = request.response();
    if (response.closed()) {
      action.run();
    } else if (!response.headWritten()) {
      response.closeHandler(close -> action.run());
    }
  }
}
