package sh.executor.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.MDC;

/** An open span with its log context. Closed by the thread that opened it, innermost first. */
public final class Trace implements AutoCloseable {

  private final Span span;
  private final Scope scope;
  private final Map<String, Object> before = new HashMap<>();

  @SuppressWarnings("MustBeClosedChecker") // close() does.
  Trace(Span span, Map<Key, String> keys) {
    this.span = span;
    this.scope = span.makeCurrent();
    keys.forEach(
        (key, value) -> {
          before.put(key.wire(), MDC.get(key.wire()));
          MDC.put(key.wire(), value);
        });
  }

  /** Notes what it came to, by the simple name of a sealed outcome. */
  public void outcome(Object outcome) {
    span.setAttribute(Key.OUTCOME.attribute(), outcome.getClass().getSimpleName());
  }

  /** Notes that it failed, by a stable code. */
  public void failed(String code) {
    span.setStatus(StatusCode.ERROR);
    span.setAttribute(Key.ERROR_CODE.attribute(), code);
  }

  @Override
  public void close() {
    before.forEach(
        (key, value) -> {
          if (value == null) {
            MDC.remove(key);
          } else {
            MDC.put(key, value);
          }
        });
    scope.close();
    span.end();
  }
}
