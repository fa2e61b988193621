package sh.executor.sandbox;

import io.quarkus.vertx.http.HttpServerStart;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import sh.executor.kernel.TenantId;
import sh.executor.sandbox.amaro.TypeStripper;
import sh.executor.sandbox.quickjs.GuestEngine;
import sh.executor.sandbox.wasm.MemoryBudget;

/**
 * Where sandboxes come from. The engine starts in the background when this does; whoever opens a
 * sandbox before it has started waits for it in the first step.
 */
@Singleton
public final class Sandboxes implements AutoCloseable {

  private static final int INSIDE_MAX = 32;
  private static final int INSIDE_PER_TENANT_MAX = 8;

  private final Machinery machinery;
  private final SandboxLimits limits;

  @Inject
  Sandboxes(InstantSource clock, LongSupplier nanoTime, SandboxConfig config) {
    this(
        clock,
        nanoTime,
        config.limits(),
        config
            .memoryTotal()
            .map(size -> size.asLongValue())
            .orElseGet(() -> Runtime.getRuntime().maxMemory() / 2));
  }

  Sandboxes(
      InstantSource clock, LongSupplier nanoTime, SandboxLimits limits, long memoryTotalBytes) {
    this.limits = limits;
    MemoryBudget budget = new MemoryBudget(memoryTotalBytes);
    int processors = Runtime.getRuntime().availableProcessors();
    Turns turns = new Turns(processors, INSIDE_MAX, INSIDE_PER_TENANT_MAX, nanoTime);
    this.machinery =
        new Machinery(
            new EngineStart(() -> GuestEngine.start(budget)),
            new SourceReader(new TypeScript(new TypeStripper(budget))),
            turns,
            new Workers(2 * INSIDE_MAX),
            new Watchdog(turns),
            clock,
            nanoTime);
  }

  /**
   * Starts the engine and has the compiler see some scripts once the service answers, on a thread
   * of its own: until then the start needs the processors itself.
   */
  void warmUp(@ObservesAsync HttpServerStart event) {
    Thread.ofVirtual().name("sandbox-warm-up").start(new WarmUp(this));
  }

  /** The limits this installation sets for one script. */
  public SandboxLimits limits() {
    return limits;
  }

  /** The id of the engine whose snapshots can be restored here ({@link SandboxSnapshot#engine}). */
  public String engine() {
    return machinery.engineId();
  }

  /** A sandbox for one script of {@code tenant}'s. */
  public Sandbox open(TenantId tenant, SandboxLimits scriptLimits) {
    return Sandbox.fresh(machinery, scriptLimits, new Turn(tenant, new StopSwitch()));
  }

  /**
   * A sandbox whose script waits where it waited when {@code snapshot} was taken, wherever that
   * was. The limits are those of here and now; what the script has used of them is carried over,
   * and the time since is not counted. Costs a fraction of a millisecond for an ordinary script, a
   * few for every megabyte it holds, on the caller's thread.
   *
   * @throws SandboxSnapshot.FormatException when the memory in the snapshot is damaged
   */
  public Restoring restore(TenantId tenant, SandboxLimits scriptLimits, SandboxSnapshot snapshot) {
    Turn turn = new Turn(tenant, new StopSwitch());
    return Sandbox.restored(machinery, scriptLimits, turn, snapshot);
  }

  @Override
  @PreDestroy
  public void close() {
    machinery.watchdog().close();
    machinery.workers().close();
  }

  /** What came of {@link #restore}. */
  public sealed interface Restoring {

    /** The script waits again where it waited; the sandbox is the caller's, to resume and close. */
    record Ready(Sandbox sandbox) implements Restoring {}

    /**
     * This build has not got the engine the script ran in, and no other one can go on with it.
     *
     * @param engine the snapshot's {@link SandboxSnapshot#engine}
     */
    record EngineMissing(String engine) implements Restoring {}

    /**
     * There is no room for it: for now, when the error is {@link ScriptError.Kind#BUSY}; for good,
     * when it is {@link ScriptError.Kind#MEMORY}, because the script has more memory than it may
     * have here.
     */
    record Refused(ScriptError error) implements Restoring {}
  }
}
