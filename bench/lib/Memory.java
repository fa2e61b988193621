import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Prints how many nanoseconds a load from memory takes whose address is the result of the load
 * before: what a machine's speed at programs of many objects hangs on. Below 60 is usual.
 */
final class Memory {

  private static final int SLOTS = 4 << 20;
  private static final int LOADS = 3_000_000;
  private static final int ROUNDS = 5;

  private Memory() {}

  public static void main(String[] args) {
    int[] next = oneCycle(RandomGenerator.of("L64X128MixRandom"));
    long[] nanos = new long[ROUNDS];
    int slot = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long begun = System.nanoTime();
      for (int i = 0; i < LOADS; i++) {
        slot = next[slot];
      }
      nanos[round] = (System.nanoTime() - begun) / LOADS;
    }
    Arrays.sort(nanos);
    // The slot is printed so that nobody may leave the loads out.
    System.out.printf("%d ns per dependent load (slot %d)%n", nanos[ROUNDS / 2], slot);
  }

  /** For each slot the one after it, in an order that nobody foresees, through all of them. */
  private static int[] oneCycle(RandomGenerator random) {
    int[] order = new int[SLOTS];
    Arrays.setAll(order, i -> i);
    for (int i = SLOTS - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int slot = order[i];
      order[i] = order[other];
      order[other] = slot;
    }
    int[] next = new int[SLOTS];
    for (int i = 0; i < SLOTS; i++) {
      next[order[i]] = order[(i + 1) % SLOTS];
    }
    return next;
  }
}
