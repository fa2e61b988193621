package sh.executor.sandbox.amaro;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.WasmInterruptedException;
import run.endive.wasm.WasmEngineException;
import sh.executor.sandbox.wasm.MemoryBudget;

/**
 * Makes JavaScript of TypeScript, one file at a time, without checking types. Thread-safe; a call
 * computes for milliseconds to seconds, wants a deep stack, and ends early, by an exception, when
 * its thread is interrupted.
 */
public final class TypeStripper {

  private static final int IDLE_MAX = 4;

  private final MemoryBudget budget;
  private final Queue<Amaro> idle = new LinkedBlockingQueue<>(IDLE_MAX);

  public TypeStripper(MemoryBudget budget) {
    this.budget = budget;
  }

  /** The text with its types blanked out, everything else where it was. */
  public Stripped strip(String typeScript) {
    return run(typeScript, "strip-only");
  }

  /** The text printed anew, with code for what types alone can not say, such as enums. */
  public Stripped transform(String typeScript) {
    return run(typeScript, "transform");
  }

  private Stripped run(String typeScript, String mode) {
    @Nullable Amaro used = idle.poll();
    Amaro amaro = used == null ? new Amaro(budget) : used;
    boolean reusable = false;
    try {
      Stripped stripped = outcome(amaro.transform(typeScript, Map.of("mode", mode)));
      reusable = true;
      return stripped;
    } catch (WasmInterruptedException e) {
      throw e;
    } catch (WasmEngineException | IndexOutOfBoundsException e) {
      return new Stripped.Refused(
          "The parser gave up: the source is nested too deep or too large", 0, 0, false);
    } finally {
      amaro.release();
      if (reusable) {
        var _ = idle.offer(amaro);
      }
    }
  }

  private static Stripped outcome(Amaro.Outcome outcome) {
    Map<?, ?> members = outcome.members();
    if (!outcome.thrown()) {
      return new Stripped.JavaScript(String.valueOf(members.get("code")));
    }
    return new Stripped.Refused(
        String.valueOf(members.get("message")),
        number(members.get("startLine")),
        number(members.get("startColumn")) + 1,
        "UnsupportedSyntax".equals(members.get("code")));
  }

  private static int number(@Nullable Object value) {
    return value instanceof Double number ? number.intValue() : 0;
  }
}
