package sh.executor.telemetry;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Which meters of others are left out. */
@Singleton
final class Meters {

  /**
   * The gauges of the limit on connections: every event loop registers them once more, which is
   * warned of at each start. {@code http.server.connections} counts the same connections.
   */
  @Produces
  @Singleton
  MeterFilter connectionGauges() {
    return MeterFilter.deny(
        id ->
            id.getName().equals("vertx.http.connections.current")
                || id.getName().equals("vertx.http.connections.max"));
  }
}
