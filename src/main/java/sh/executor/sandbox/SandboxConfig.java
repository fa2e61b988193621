package sh.executor.sandbox;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** What scripts may use. */
@ConfigMapping(prefix = "executor.sandbox")
interface SandboxConfig {

  /** Enough for the engine and a script that keeps little. */
  long MEMORY_MIN = 4L << 20;

  /** What a memory of 32-bit addresses holds. */
  long MEMORY_MAX = 4L << 30;

  /** Of what passes in or out of a script in one piece. */
  long SIZE_MAX = 64L << 20;

  /** Memory of one script. */
  @WithDefault("64M")
  MemorySize memory();

  /** Memory of all scripts of this process; half of the heap when not given. */
  Optional<MemorySize> memoryTotal();

  /** Tool calls of one script. */
  @WithDefault("1000")
  int calls();

  /** Tool calls of one script that are under way at once; further ones wait for room. */
  @WithDefault("32")
  int inFlight();

  /** Size of a script's source, in UTF-8. */
  @WithDefault("1M")
  MemorySize source();

  /** Size of the argument of one call, as JSON. */
  @WithDefault("4M")
  MemorySize argument();

  /** Size of what a script writes to its console; the rest is dropped. */
  @WithDefault("1M")
  MemorySize logs();

  /** Size of the values a script shows, as JSON. */
  @WithDefault("4M")
  MemorySize emitted();

  /** Size of what a script returns, as JSON. */
  @WithDefault("4M")
  MemorySize result();

  /**
   * These as the limits of one script; its times are its run's to set.
   *
   * @throws IllegalArgumentException naming the one that can not be
   */
  default SandboxLimits limits() {
    SandboxLimits times = SandboxLimits.DEFAULTS;
    return new SandboxLimits(
        within("memory", memory().asLongValue(), MEMORY_MIN, MEMORY_MAX),
        times.cpu(),
        times.wallClock(),
        (int) within("calls", calls(), 1, Integer.MAX_VALUE),
        (int) within("in-flight", inFlight(), 1, Integer.MAX_VALUE),
        new SandboxLimits.Sizes(
            bytes("source", source()),
            bytes("argument", argument()),
            bytes("logs", logs()),
            bytes("emitted", emitted()),
            bytes("result", result())));
  }

  private static int bytes(String name, MemorySize size) {
    return (int) within(name, size.asLongValue(), 1, SIZE_MAX);
  }

  private static long within(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "executor.sandbox.%s must be from %d to %d, and is %d".formatted(name, min, max, value));
    }
    return value;
  }
}
