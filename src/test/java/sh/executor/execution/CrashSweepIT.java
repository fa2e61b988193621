package sh.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.testkit.TestDatabase;

/**
 * Two nodes of the packaged service on one database, killed as runs go on: no run is lost, no
 * effect is repeated, and nobody is left waiting. {@code -Dcrash.kills} says how many kills, 200 in
 * the profile {@code soak}; {@code -Dtest.seed} says which, and {@code -Dcrash.at} a part of the
 * names of the places.
 */
@Tag("random")
class CrashSweepIT {

  private static final int PROGRESS_KILLS = 50;
  private static final int MOMENT_MILLIS_MAX = 600;

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir Path folder;

  @Test
  void everyRunEndsAsIfNothingHadHappened() throws Exception {
    int kills = Integer.getInteger("crash.kills", 6);
    long seed = Long.getLong("test.seed", System.nanoTime());
    List<Boundary> places = places(kills, new Random(seed));

    try (CrashSweep sweep = new CrashSweep(folder, DATABASE)) {
      for (Boundary place : places) {
        try {
          sweep.round(place);
          if (sweep.score().total(Score.Tally.KILLS) % PROGRESS_KILLS == 0) {
            System.out.print(sweep.score().table());
          }
        } catch (Exception | AssertionError e) {
          throw new AssertionError(
              "killed: %s (-Dtest.seed=%d -Dcrash.kills=%d)%n%s"
                  .formatted(place.label(), seed, kills, sweep.score().table()),
              e);
        }
      }
      System.out.printf("%s-Dtest.seed=%d%n", sweep.score().table(), seed);

      assertThat(sweep.score().total(Score.Tally.KILLS)).isGreaterThanOrEqualTo(kills);
      assertThat(sweep.score().total(Score.Tally.REPEATED)).isZero();
    }
  }

  /** Every boundary there is, as far as there is room, and random moments. */
  private static List<Boundary> places(int kills, Random random) {
    List<Boundary> places = new ArrayList<>(Boundary.all());
    places.removeIf(place -> !place.label().contains(System.getProperty("crash.at", "")));
    Collections.shuffle(places, random);
    int named = Math.min(places.size(), kills - Math.max(2, kills / 4));
    places = new ArrayList<>(places.subList(0, named));
    while (places.size() < kills) {
      places.add(new Boundary.Moment(random.nextInt(MOMENT_MILLIS_MAX)));
    }
    Collections.shuffle(places, random);
    return places;
  }
}
