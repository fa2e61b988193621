package sh.executor.sandbox;

import java.time.Duration;

/**
 * What one script may use. The stack is the engine's: 1 MiB.
 *
 * @param memoryBytes of the engine's memory, a multiple of 64 KiB
 * @param cpu time on a processor; waiting is free, and no call refreshes it
 * @param wallClock from start to end, waiting in memory included, waiting as a snapshot not
 * @param calls of tools in all
 * @param inFlight calls of tools at once; further ones wait for room
 * @param sizes of what goes in and out
 */
public record SandboxLimits(
    long memoryBytes, Duration cpu, Duration wallClock, int calls, int inFlight, Sizes sizes) {

  private static final int MEBIBYTE = 1 << 20;

  /** What a script gets when nothing else is said. */
  public static final SandboxLimits DEFAULTS =
      new SandboxLimits(
          64L * MEBIBYTE,
          Duration.ofSeconds(30),
          Duration.ofHours(1),
          1_000,
          32,
          new Sizes(MEBIBYTE, 4 * MEBIBYTE, MEBIBYTE, 4 * MEBIBYTE, 4 * MEBIBYTE));

  /** These, with another compute budget. */
  public SandboxLimits withCpu(Duration budget) {
    return new SandboxLimits(memoryBytes, budget, wallClock, calls, inFlight, sizes);
  }

  /** These, with another bound of memory. */
  public SandboxLimits withMemoryBytes(long bytes) {
    return new SandboxLimits(bytes, cpu, wallClock, calls, inFlight, sizes);
  }

  /** These, with another end. */
  public SandboxLimits withWallClock(Duration end) {
    return new SandboxLimits(memoryBytes, cpu, end, calls, inFlight, sizes);
  }

  /**
   * Bytes of UTF-8.
   *
   * @param source of the script
   * @param argument of one call, as JSON
   * @param logs of the console in all; what follows is dropped, and a last line says so
   * @param emitted values in all, as JSON
   * @param result as JSON
   */
  public record Sizes(int source, int argument, int logs, int emitted, int result) {}
}
