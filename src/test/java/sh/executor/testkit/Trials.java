package sh.executor.testkit;

import java.util.Random;

/**
 * The trials of a test that draws its cases. {@code -Dtest.seed} repeats those of a failure, whose
 * message has to name {@link #seed}; {@code -Dtest.times} multiplies them, which the profile {@code
 * soak} does for all that carry the tag {@code random}.
 *
 * @param seed of {@code random}
 * @param count how many
 */
public record Trials(long seed, Random random, int count) {

  /** {@code usual} trials, or a multiple of that. */
  public static Trials of(int usual) {
    long seed = Long.getLong("test.seed", System.nanoTime());
    return new Trials(seed, new Random(seed), usual * Integer.getInteger("test.times", 1));
  }
}
