package sh.executor.sandbox;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import sh.executor.kernel.TenantId;
import sh.executor.sandbox.quickjs.GuestEngine;
import sh.executor.sandbox.wasm.MemoryBudget;

/** Where sandboxes come from. */
@Singleton
public final class Sandboxes implements AutoCloseable {

  private static final int INSIDE_MAX = 32;
  private static final int INSIDE_PER_TENANT_MAX = 8;

  private final Machinery machinery;

  @Inject
  Sandboxes(InstantSource clock, LongSupplier nanoTime) {
    MemoryBudget budget = new MemoryBudget(Runtime.getRuntime().maxMemory() / 2);
    int processors = Runtime.getRuntime().availableProcessors();
    Turns turns = new Turns(processors, INSIDE_MAX, INSIDE_PER_TENANT_MAX, nanoTime);
    this.machinery =
        new Machinery(
            GuestEngine.start(budget),
            new SourceReader(),
            turns,
            new Workers(2 * INSIDE_MAX),
            new Watchdog(turns),
            clock,
            nanoTime);
  }

  /** A sandbox for one script of {@code tenant}'s. */
  public Sandbox open(TenantId tenant, SandboxLimits limits) {
    return new Sandbox(machinery, limits, new Turn(tenant, new StopSwitch()));
  }

  @Override
  public void close() {
    machinery.watchdog().close();
    machinery.workers().close();
  }
}
