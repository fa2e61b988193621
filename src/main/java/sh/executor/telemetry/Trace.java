package sh.executor.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * An open span with its log context and its timer. Closed by the thread that opened it, innermost
 * first. When tracing is off there are only the other two.
 */
public final class Trace implements AutoCloseable {

  /** No value is longer on a span: clients choose some of them. */
  public static final int VALUE_CHARS_MAX = 256;

  private final SpanName name;
  private final Span span;
  private final Durations durations;
  private final long startedAt;
  private final @Nullable Scope scope;
  private final LogContext log = new LogContext();
  private @Nullable String outcome;

  @SuppressWarnings("MustBeClosedChecker") // close() does.
  Trace(SpanName name, Span span, Durations durations) {
    this.name = name;
    this.span = span;
    this.durations = durations;
    this.startedAt = durations.now();
    // A span of no trace has ids of zeros, which would stand in every log line.
    this.scope = span.getSpanContext().isValid() ? span.makeCurrent() : null;
  }

  /** Puts an id on the span and, until this is closed, on what this thread logs. */
  public Trace note(Key key, String value) {
    String bounded = bounded(value);
    span.setAttribute(key.attribute(), bounded);
    log.put(key, bounded);
    return this;
  }

  /** Puts a value on the span. */
  public Trace note(Attribute attribute, String value) {
    span.setAttribute(attribute.wire(), bounded(value));
    return this;
  }

  /** Puts a number on the span. */
  public Trace note(Attribute attribute, long value) {
    span.setAttribute(attribute.wire(), value);
    return this;
  }

  /**
   * Notes what it came to, by the simple name of a sealed outcome; what is not noted is not timed.
   */
  public void outcome(Object sealed) {
    outcome = sealed.getClass().getSimpleName();
    note(Attribute.OUTCOME, outcome);
  }

  /** Notes that it failed, by a stable code. */
  public void failed(String code) {
    span.setStatus(StatusCode.ERROR);
    note(Attribute.ERROR_TYPE, code);
  }

  @Override
  public void close() {
    log.close();
    if (scope != null) {
      scope.close();
    }
    span.end();
    if (outcome != null) {
      durations.record(name, outcome, startedAt);
    }
  }

  static String bounded(String value) {
    return value.length() <= VALUE_CHARS_MAX ? value : value.substring(0, VALUE_CHARS_MAX);
  }
}
