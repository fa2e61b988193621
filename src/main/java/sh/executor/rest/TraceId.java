package sh.executor.rest;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names a request in answers and logs. */
final class TraceId {

  private TraceId() {}

  /** The id of the trace under way; 32 random hexadecimal digits when tracing is off. */
  static String current() {
    SpanContext context = Span.current().getSpanContext();
    return context.isValid() ? context.getTraceId() : random();
  }

  private static String random() {
    byte[] id = new byte[16];
    ThreadLocalRandom.current().nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}
