package sh.executor.telemetry;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The one place that reads clocks. Known as a bean; a command, which has no beans, makes its own.
 */
@Singleton
public final class Clocks {

  /** Wall time; may jump. */
  @Produces
  @Singleton
  public InstantSource wall() {
    return InstantSource.system();
  }

  /** Nanoseconds of a clock that only goes forwards, from an arbitrary start: for elapsed time. */
  @Produces
  @Singleton
  public LongSupplier elapsed() {
    return System::nanoTime;
  }
}
