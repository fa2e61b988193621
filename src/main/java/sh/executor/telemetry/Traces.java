package sh.executor.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.MDC;

/**
 * Opens spans, and adds to the one that is open.
 *
 * <pre>{@code
 * try (Trace trace = traces.open(SpanName.TOOL_CALL).note(Key.TOOL_ADDRESS, address)) {
 *   …
 *   trace.outcome(result);
 * }
 * }</pre>
 *
 * <p>A thread that takes over work is given the trace by {@link Handover}.
 */
@Singleton
public final class Traces {

  private final Tracer tracer;
  private final Durations durations;

  /**
   * @param disabled whether nobody collects spans; the SDK would make them all the same
   */
  @Inject
  Traces(
      Tracer tracer,
      Durations durations,
      @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled) {
    this(disabled ? TracerProvider.noop().get("") : tracer, durations);
  }

  Traces(Tracer tracer, Durations durations) {
    this.tracer = tracer;
    this.durations = durations;
  }

  /** Opens a span below the current one and makes it current on this thread until it is closed. */
  public Trace open(SpanName name) {
    Span span = tracer.spanBuilder(name.wire()).setSpanKind(name.kind()).startSpan();
    return new Trace(name, span, durations);
  }

  /** Likewise, one that began at {@code since}, before it was known to be worth a span. */
  public Trace openSince(SpanName name, Instant since) {
    Span span =
        tracer
            .spanBuilder(name.wire())
            .setSpanKind(name.kind())
            .setStartTimestamp(since)
            .startSpan();
    return new Trace(name, span, durations);
  }

  /**
   * Opens a span below one of another process.
   *
   * @param traceparent what {@link #traceparent} gave there
   */
  public Trace openBelow(SpanName name, String traceparent) {
    Span span =
        tracer
            .spanBuilder(name.wire())
            .setSpanKind(name.kind())
            .setParent(told(traceparent))
            .startSpan();
    return new Trace(name, span, durations);
  }

  /** The current span as another process is told of it; empty when there is none. */
  public static String traceparent() {
    Map<String, String> carried = new HashMap<>();
    W3CTraceContextPropagator.getInstance()
        .inject(Context.current(), carried, (_, name, value) -> carried.put(name, value));
    return carried.getOrDefault("traceparent", "");
  }

  /**
   * The id of the trace under way, for answers and logs; as many random digits when there is none.
   */
  public static String id() {
    SpanContext context = Span.current().getSpanContext();
    if (context.isValid()) {
      return context.getTraceId();
    }
    byte[] random = new byte[TraceId.getLength() / 2];
    ThreadLocalRandom.current().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private static Context told(String traceparent) {
    return W3CTraceContextPropagator.getInstance()
        .extract(Context.root(), traceparent, new TraceparentGetter());
  }

  /** Whether anybody will see what is noted now: what is dear to find out hangs on this. */
  public static boolean isRecording() {
    return Span.current().isRecording();
  }

  /**
   * Links the current span, if there is one, to another of which a message tells.
   *
   * @param traceparent as in W3C Trace Context §3.2; anything else links nothing
   */
  public static void link(String traceparent) {
    if (isRecording()) {
      Span.current().addLink(Span.fromContext(told(traceparent)).getSpanContext());
    }
  }

  /** Puts a value on the current span, if there is one. */
  public static void note(Attribute attribute, String value) {
    Span.current().setAttribute(attribute.wire(), Trace.bounded(value));
  }

  /** Puts a number on the current span, if there is one. */
  public static void note(Attribute attribute, long value) {
    Span.current().setAttribute(attribute.wire(), value);
  }

  /** Puts a truth on the current span, if there is one. */
  public static void note(Attribute attribute, boolean value) {
    Span.current().setAttribute(attribute.wire(), value);
  }

  /** Puts a request header of an MCP client on the current span, if there is one. */
  public static void noteHeader(String name, String value) {
    Span.current()
        .setAttribute("mcp.http.header." + name.toLowerCase(Locale.ROOT), Trace.bounded(value));
  }

  /** Puts what a proxy before us says of a client's connection on the current span. */
  public static void noteEdge(String fact, String value) {
    Span.current().setAttribute("cf." + fact, Trace.bounded(value));
  }

  /** Likewise, a number. */
  public static void noteEdge(String fact, long value) {
    Span.current().setAttribute("cf." + fact, value);
  }

  /**
   * Puts an id on the server's span of the present request and on all that is logged until the
   * request is over. Only where Quarkus keeps a log context for each request.
   */
  public static void noteForRequest(Key key, String value) {
    Span.current().setAttribute(key.attribute(), Trace.bounded(value));
    MDC.put(key.wire(), Trace.bounded(value));
  }
}
