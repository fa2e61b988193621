package sh.executor.sandbox;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import org.jboss.logging.Logger;
import run.endive.runtime.WasmInterruptedException;
import sh.executor.sandbox.ScriptError.Kind;
import sh.executor.sandbox.quickjs.Guest;

/** Finds the words for a script that did not end by itself. */
final class Endings {

  private static final Logger LOG = Logger.getLogger(Endings.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int CORRELATION_BYTES = 6;

  private final SandboxLimits limits;

  Endings(SandboxLimits limits) {
    this.limits = limits;
  }

  /** The script was stopped from outside. */
  ScriptError stopped(Kind why) {
    return ScriptError.of(
        why,
        switch (why) {
          case CPU ->
              "The script has computed for %s seconds, which is as long as it may (waiting for tools does not count)"
                  .formatted(seconds(limits.cpu().toMillis()));
          case WALL_CLOCK ->
              "The script did not end within %s seconds"
                  .formatted(seconds(limits.wallClock().toMillis()));
          case CANCELLED -> "The script was cancelled";
          case SYNTAX, THROWN, STUCK, MEMORY, STACK, SIZE, BUSY, INTERNAL ->
              throw new IllegalArgumentException("A script is not stopped for " + why);
        });
  }

  /** The engine broke off. */
  ScriptError broken(Throwable cause, Guest guest) {
    if (guest.stackExhausted(cause)) {
      return ScriptError.of(
          Kind.STACK, "Maximum call stack size exceeded: the script nests calls too deep");
    }
    if (guest.memoryRefused()) {
      return memory();
    }
    if (cause instanceof WasmInterruptedException) {
      // Whoever stops a script gives a reason first: this is the end of the service.
      return ScriptError.of(Kind.INTERNAL, "The service is stopping");
    }
    String id = HexFormat.of().formatHex(randomBytes());
    LOG.errorf(cause, "sandbox engine broke off [%s]", id);
    return ScriptError.of(Kind.INTERNAL, "Internal sandbox error [" + id + "]");
  }

  /** The engine is well, the script neither ended nor waits for a call. */
  ScriptError idle(Guest guest) {
    if (guest.memoryRefused()) {
      return memory();
    }
    return ScriptError.of(
        Kind.STUCK, "The script waits for a promise that nothing can settle: no tool call is open");
  }

  /** The same error, said better when the engine's words are about a limit of ours. */
  ScriptError clarified(ScriptError error, Guest guest) {
    // With no memory left for its own error, the engine throws null.
    boolean outOfMemory =
        error.kind() == Kind.THROWN
            && (error.message().equals("out of memory") || error.message().equals("null"));
    return outOfMemory && guest.memoryRefused() ? memory() : error;
  }

  /** There is no memory for another script. */
  ScriptError busy() {
    return ScriptError.of(
        Kind.BUSY, "Too many scripts are under way for the memory there is; try again later");
  }

  /** It needs, or has, more memory than it may have. */
  ScriptError memory() {
    return ScriptError.of(
        Kind.MEMORY,
        "The script ran out of memory: it may use %d MiB".formatted(limits.memoryBytes() >> 20));
  }

  private static String seconds(long millis) {
    return millis % 1000 == 0
        ? Long.toString(millis / 1000)
        : String.format(Locale.ROOT, "%.1f", millis / 1000.0);
  }

  private static byte[] randomBytes() {
    byte[] bytes = new byte[CORRELATION_BYTES];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
