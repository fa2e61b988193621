package sh.executor.catalog;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A few threads that want the same values, under every interleaving: each gets its value, nobody
 * waits for ever, and what fits is loaded once.
 */
@Tag("proof")
@Param(name = "key", gen = IntGen.class, conf = "0:1")
public class WeightedCacheProofTest {

  private static final int KEYS = 2;

  private final AtomicIntegerArray loads = new AtomicIntegerArray(KEYS);
  private final WeightedCache<Integer, Integer> cache = new WeightedCache<>(KEYS, value -> 1);

  /** The value of {@code key}. */
  @Operation
  public int get(@Param(name = "key") int key) {
    return cache.get(
        key,
        missing -> {
          loads.incrementAndGet(missing);
          return 10 + missing;
        });
  }

  /** That nothing was loaded twice. */
  @Validate
  public void eachIsLoadedOnce() {
    for (int key = 0; key < KEYS; key++) {
      if (loads.get(key) > 1) {
        throw new IllegalStateException("Loaded " + loads.get(key) + " times: " + key);
      }
    }
  }

  @Test
  void gettingIsLinearizable() {
    new ModelCheckingOptions()
        .threads(3)
        .actorsPerThread(3)
        .iterations(40)
        .invocationsPerIteration(300)
        .check(getClass());
  }
}
