package sh.executor.telemetry;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;

/** Traces as tests of other rooms make them. */
public final class TestTraces {

  private TestTraces() {}

  /** No spans: nobody collects them. */
  public static Traces off() {
    return by(TracerProvider.noop().get("off"));
  }

  /** Spans of {@code tracer}. */
  public static Traces by(Tracer tracer) {
    return new Traces(tracer, new Durations(new SimpleMeterRegistry(), System::nanoTime));
  }
}
