package sh.executor.daemon.election;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * A session of one's own, as POSIX means it: a process that has begun one has no terminal, and what
 * happens to the terminal it was started from, Ctrl+C and its closing, is nothing to it.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/functions/setsid.html">setsid</a>
 */
public final class OwnSession {

  private OwnSession() {}

  /**
   * Begins one for this process.
   *
   * @return whether it has one now: not where there is no such thing, nor for a process that leads
   *     a group already, which is one that a shell started by itself
   */
  @SuppressWarnings("restricted")
  public static boolean begin() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> setsid = linker.defaultLookup().find("setsid");
    if (setsid.isEmpty()) {
      return false;
    }
    MethodHandle call =
        linker.downcallHandle(setsid.get(), FunctionDescriptor.of(ValueLayout.JAVA_INT));
    try {
      return (int) call.invokeExact() != -1;
    } catch (Throwable e) {
      throw new IllegalStateException("call setsid", e);
    }
  }
}
