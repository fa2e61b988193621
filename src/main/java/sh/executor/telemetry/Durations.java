package sh.executor.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How often what happens comes to what, and how long it takes: a timer of the name of each span,
 * tagged with the outcome. Counts every one, whatever share of the traces is kept.
 */
@Singleton
final class Durations {

  private final MeterRegistry registry;
  private final LongSupplier nanoTime;
  private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

  @Inject
  Durations(MeterRegistry registry, LongSupplier nanoTime) {
    this.registry = registry;
    this.nanoTime = nanoTime;
  }

  long now() {
    return nanoTime.getAsLong();
  }

  /** Notes that something that began at {@code startedAt} has come to {@code outcome}. */
  void record(SpanName name, String outcome, long startedAt) {
    timers
        .computeIfAbsent(new Kind(name, outcome), this::timer)
        .record(now() - startedAt, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Kind kind) {
    return Timer.builder(kind.name().wire()).tag("outcome", kind.outcome()).register(registry);
  }

  private record Kind(SpanName name, String outcome) {}
}
