package sh.executor.sandbox;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What scripts may use. */
@ConfigMapping(prefix = "executor.sandbox")
interface SandboxConfig {

  /** Memory of one script. */
  @WithDefault("64M")
  MemorySize memory();

  /** Memory of all scripts of this process; half of the heap when not given. */
  Optional<MemorySize> memoryTotal();

  /** Processor time of one script; waiting is free. */
  @WithDefault("30S")
  Duration cpu();

  /** Time from a script's start to its end, waiting included. */
  @WithDefault("1H")
  Duration wallClock();

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

  /** These as the limits of one script. */
  default SandboxLimits limits() {
    return new SandboxLimits(
        memory().asLongValue(),
        cpu(),
        wallClock(),
        calls(),
        inFlight(),
        new SandboxLimits.Sizes(
            bytes(source()), bytes(argument()), bytes(logs()), bytes(emitted()), bytes(result())));
  }

  private static int bytes(MemorySize size) {
    return Math.toIntExact(size.asLongValue());
  }
}
