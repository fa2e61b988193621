package sh.executor.telemetry;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Tracer;

/** Traces as tests of other rooms make them. */
public final class TestTraces {

  private TestTraces() {}

  /** Spans of {@code tracer}. */
  public static Traces by(Tracer tracer) {
    return new Traces(tracer, new Durations(new SimpleMeterRegistry(), System::nanoTime));
  }
}
