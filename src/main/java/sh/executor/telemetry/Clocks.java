package sh.executor.telemetry;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** The one place that reads clocks. */
@Singleton
final class Clocks {

  /** Wall time; may jump. */
  @Produces
  @Singleton
  InstantSource wall() {
    return InstantSource.system();
  }

  /** Nanoseconds of a clock that only goes forwards, from an arbitrary start: for elapsed time. */
  @Produces
  @Singleton
  LongSupplier elapsed() {
    return System::nanoTime;
  }
}
