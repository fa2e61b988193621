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
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import sh.executor.outbound.OutboundRequest.Header;
import sh.executor.outbound.OutboundRequest.Limits;
import sh.executor.outbound.OutboundResult.Answered;
import sh.executor.outbound.OutboundResult.Cause;
import sh.executor.outbound.OutboundResult.Failed;
import sh.executor.telemetry.Alarms;

/** Sends one request to one address, over connections that are kept for the next. */
final class Wire implements AutoCloseable {

  private static final int STATUS_LINE_BYTES_MAX = 8 * 1024;

  /** Methods that may be sent twice without harm (RFC 9110 §9.2.1). */
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

  private static final Map<String, String> DEFAULTS =
      Map.of("accept", "*/*", "user-agent", "Executor");

  private final OutboundConfig config;
  private final Alarms alarms;
  private final Loops loops;
  private final HttpClient client;
  private final AtomicInteger connections = new AtomicInteger();

  /**
   * A wire with a pool of its own.
   *
   * @param adjust the last word on the client's options, such as whom TLS trusts
   */
  Wire(Vertx vertx, OutboundConfig config, Alarms alarms, UnaryOperator<HttpClientOptions> adjust) {
    this.config = config;
    this.alarms = alarms;
    this.loops = Loops.of(vertx);
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
        Exchange.start(
            client,
            loops.to(call.origin()),
            options(call),
            call.request(),
            call.headersBy(),
            alarms);
    try {
      Exchange.Ending ending = exchange.await();
      return outcome(call, ending, exchange.finish());
    } catch (ExecutionException e) {
      Exchange.Rest rest = exchange.finish();
      if (!rest.sent()) {
        return Failures.unreachable(call.origin(), e);
      }
      return mayRepeat && rest.head() == null
          ? attempt(call, false)
          : Failures.broken(call.origin(), e);
    } finally {
      exchange.finish();
    }
  }

  private static OutboundResult outcome(Call call, Exchange.Ending ending, Exchange.Rest rest) {
    HttpClientResponse head = rest.head();
    if (head == null || ending == Exchange.Ending.UNANSWERED) {
      return Failures.headersLate(call.origin(), rest.sent());
    }
    return ending == Exchange.Ending.LATE && !call.limits().lateBodyIsCut()
        ? Failures.bodyLate(call.origin())
        : answer(call.request(), head, rest.body(), ending);
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
    String text = uri.toASCIIString();
    URI ascii = text.equals(uri.toString()) ? uri : URI.create(text);
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
