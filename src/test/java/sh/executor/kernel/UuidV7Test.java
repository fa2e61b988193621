package sh.executor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UuidV7Test {

  private static final Instant NOW = Instant.parse("2026-11-21T10:15:30.123Z");

  @Test
  void carriesTheTimeTheVersionAndTheVariant() {
    UUID id = new UuidV7(InstantSource.fixed(NOW), new Random(7)).next();

    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
  }

  @Test
  void idsOfOneMillisecondDiffer() {
    UuidV7 ids = new UuidV7(InstantSource.fixed(NOW), new Random(7));
    Set<UUID> seen = new HashSet<>();

    for (int i = 0; i < 10_000; i++) {
      seen.add(ids.next());
    }

    assertThat(seen).hasSize(10_000);
  }
}
