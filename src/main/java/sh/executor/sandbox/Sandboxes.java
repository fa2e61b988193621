package sh.executor.sandbox;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.FutureTask;
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
    FutureTask<GuestEngine> engine = new FutureTask<>(() -> GuestEngine.start(budget));
    Thread.ofPlatform().name("sandbox-start").daemon().start(engine);
    this.machinery =
        new Machinery(
            engine,
            new SourceReader(new TypeScript(new TypeStripper(budget))),
            turns,
            new Workers(2 * INSIDE_MAX),
            new Watchdog(turns),
            clock,
            nanoTime);
  }

  /** Has the compiler see some scripts once the service is up, on a thread of its own. */
  void warmUp(@Observes StartupEvent event) {
    Thread.ofVirtual().name("sandbox-warm-up").start(new WarmUp(this));
  }

  /** The limits this installation sets for one script. */
  public SandboxLimits limits() {
    return limits;
  }

  /** A sandbox for one script of {@code tenant}'s. */
  public Sandbox open(TenantId tenant, SandboxLimits scriptLimits) {
    return new Sandbox(machinery, scriptLimits, new Turn(tenant, new StopSwitch()));
  }

  @Override
  @PreDestroy
  public void close() {
    machinery.watchdog().close();
    machinery.workers().close();
  }
}
