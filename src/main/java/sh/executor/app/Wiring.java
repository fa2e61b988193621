package sh.executor.app;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.flywaydb.core.Flyway;
import sh.executor.kernel.UuidV7;
import sh.executor.node.KnownSchema;

/** Beans made of what knows no CDI. */
@Singleton
final class Wiring {

  /** Randomness fit for keys; safe for use by many threads. */
  @Produces
  @Singleton
  SecureRandom random() {
    return new SecureRandom();
  }

  @Produces
  @Singleton
  UuidV7 ids(InstantSource clock, SecureRandom random) {
    return new UuidV7(clock, random);
  }

  @Produces
  @Singleton
  KnownSchema schema(Flyway flyway) {
    return new KnownSchema(Schema.known(flyway));
  }
}
