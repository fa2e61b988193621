package sh.executor.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * Opens spans.
 *
 * <pre>{@code
 * try (Trace trace = traces.open(SpanName.TOOL_CALL, Map.of(Key.TOOL_ADDRESS, address))) {
 *   …
 *   trace.outcome(result);
 * }
 * }</pre>
 */
@Singleton
public final class Traces {

  private final Tracer tracer;

  @Inject
  Traces(Tracer tracer) {
    this.tracer = tracer;
  }

  /**
   * Opens a span below the current one, makes it current on this thread, and puts the keys on it
   * and into the log context until it is closed.
   */
  public Trace open(SpanName name, Map<Key, String> keys) {
    Span span = tracer.spanBuilder(name.wire()).startSpan();
    keys.forEach((key, value) -> span.setAttribute(key.attribute(), value));
    return new Trace(span, keys);
  }
}
