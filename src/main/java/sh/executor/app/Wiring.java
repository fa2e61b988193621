package sh.executor.app;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import sh.executor.kernel.UuidV7;

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
}
