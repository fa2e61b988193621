package sh.executor.outbound;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import sh.executor.outbound.OutboundRequest.Header;
import sh.executor.outbound.OutboundRequest.Limits;
import sh.executor.outbound.OutboundResult.Answered;
import sh.executor.outbound.OutboundResult.Cause;
import sh.executor.outbound.OutboundResult.Failed;

/** Sends one request to one address, over connections that are kept for the next. */
final class Wire implements AutoCloseable {

  private static final int STATUS_LINE_BYTES_MAX = 8 * 1024;

  /** Methods that may be sent twice without harm (RFC 9110 §9.2.1). */
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

  private static final Map<String, String> DEFAULTS =
      Map.of("accept", "*/*", "user-agent", "Executor");

  private final OutboundConfig config;
  private final LongSupplier nanoTime;
  private final HttpClient client;
  private final AtomicInteger connections = new AtomicInteger();

  /**
   * A wire with a pool of its own.
   *
   * @param adjust the last word on the client's options, such as whom TLS trusts
   */
  Wire(
      Vertx vertx,
      OutboundConfig config,
      LongSupplier nanoTime,
      UnaryOperator<HttpClientOptions> adjust) {
    this.config = config;
    this.nanoTime = nanoTime;
    this.client =
        vertx
            .httpClientBuilder()
            .with(adjust.apply(options(config)))
            .with(new PoolOptions().setHttp1MaxSize(config.requestsMax()))
            .withConnectHandler(this::count)
            .build();
  }

  /**
   * Sends {@code request} to {@code address}, which must have been cleared for it. A safe method is
   * sent again when the connection breaks before the answer begins: the other side may close a kept
   * one just as we take it.
   */
  OutboundResult send(
      OutboundRequest request, Origin origin, InetAddress address, Deadline headersBy)
      throws InterruptedException {
    boolean isSafe = SAFE_METHODS.contains(request.method());
    Call call = new Call(request, origin, address, headersBy);
    return attempt(call, isSafe);
  }

  private OutboundResult attempt(Call call, boolean mayRepeat) throws InterruptedException {
    Exchange exchange =
        Exchange.start(client, options(call), call.request().body(), call.limits().bodyBytesMax());
    try {
      Optional<HttpClientResponse> head = exchange.head(call.headersBy());
      return head.isPresent()
          ? receive(call, exchange, head.get())
          : Failures.headersLate(call.origin(), exchange.finish().sent());
    } catch (ExecutionException e) {
      if (!exchange.wasConnected()) {
        return Failures.unreachable(call.origin(), e);
      }
      return mayRepeat ? attempt(call, false) : Failures.broken(call.origin(), e);
    } finally {
      exchange.finish();
    }
  }

  private OutboundResult receive(Call call, Exchange exchange, HttpClientResponse head)
      throws InterruptedException {
    try {
      Exchange.Ending ending = exchange.end(Deadline.in(call.limits().bodyWithin(), nanoTime));
      return ending == Exchange.Ending.LATE && !call.limits().lateBodyIsCut()
          ? Failures.bodyLate(call.origin())
          : answer(call.request(), head, exchange.finish().body(), ending);
    } catch (ExecutionException e) {
      return Failures.broken(call.origin(), e);
    }
  }

  private static OutboundResult answer(
      OutboundRequest request, HttpClientResponse head, byte[] body, Exchange.Ending ending) {
    String coding = String.join(",", head.headers().getAll("content-encoding"));
    boolean complete = ending == Exchange.Ending.COMPLETE;
    return switch (Inflation.decode(coding, body, complete, request.limits().bodyBytesMax())) {
      case Inflation.Plain.Bytes(byte[] bytes, boolean cut) ->
          new Answered(head.statusCode(), request.uri(), headers(head), bytes, cut);
      case Inflation.Plain.Unreadable(String reason) -> new Failed(Cause.BROKEN, reason);
    };
  }

  /** Without those of the coding that is undone. */
  private static List<Header> headers(HttpClientResponse head) {
    boolean coded = head.headers().contains("content-encoding");
    return head.headers().entries().stream()
        .map(entry -> new Header(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue()))
        .filter(
            header ->
                !coded
                    || !(header.name().equals("content-encoding")
                        || header.name().equals("content-length")))
        .toList();
  }

  private RequestOptions options(Call call) {
    OutboundRequest request = call.request();
    Origin origin = call.origin();
    String address = call.address().getHostAddress();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(request.method()))
            .setServer(SocketAddress.inetSocketAddress(origin.port(), address))
            .setHost(origin.host())
            .setPort(origin.port())
            .setSsl(origin.tls())
            .setURI(pathAndQuery(request.uri()))
            .setConnectTimeout(connectMillis(call.headersBy()));
    DEFAULTS.forEach(options::putHeader);
    for (Header header : request.headers()) {
      String name = header.name().toLowerCase(Locale.ROOT);
      if (DEFAULTS.containsKey(name)) {
        options.putHeader(header.name(), header.value());
      } else {
        options.addHeader(header.name(), header.value());
      }
    }
    options.putHeader("accept-encoding", Inflation.ACCEPTED);
    options.putHeader("host", origin.authority());
    if (connections.get() >= config.connectionsKeptMax()) {
      options.putHeader("connection", "close");
    }
    return options;
  }

  private int connectMillis(Deadline headersBy) {
    long leftMillis = TimeUnit.NANOSECONDS.toMillis(headersBy.leftNanos());
    return (int) Math.clamp(leftMillis, 1, config.connectWithin().toMillis());
  }

  private static String pathAndQuery(URI uri) {
    URI ascii = URI.create(uri.toASCIIString());
    String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
    return ascii.getRawQuery() == null ? path : path + '?' + ascii.getRawQuery();
  }

  private static HttpClientOptions options(OutboundConfig config) {
    return new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_1_1)
        .setTracingPolicy(TracingPolicy.IGNORE) // it would record whole URLs
        .setDecompressionSupported(false) // it would not be bounded
        .setVerifyHost(true)
        .setTrustAll(false)
        .setMaxInitialLineLength(STATUS_LINE_BYTES_MAX)
        .setMaxHeaderSize(RequestRules.HEADER_BYTES_MAX)
        .setKeepAliveTimeout((int) config.connectionsKeptFor().toSeconds());
  }

  private void count(HttpConnection connection) {
    connections.incrementAndGet();
    connection.exceptionHandler(told -> {}); // the exchange is told too; else Vert.x logs the bytes
    connection.closeHandler(closed -> connections.decrementAndGet());
  }

  /** Closes every connection. */
  @Override
  public void close() {
    client.close();
  }

  private record Call(
      OutboundRequest request, Origin origin, InetAddress address, Deadline headersBy) {

    Limits limits() {
      return request.limits();
    }
  }
}
