package sh.executor.execution;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.LongSupplier;
import sh.executor.catalog.Catalog;
import sh.executor.catalog.Connections;
import sh.executor.kernel.Caller;
import sh.executor.kernel.UuidV7;
import sh.executor.sandbox.SandboxLimits;
import sh.executor.sandbox.Sandboxes;
import sh.executor.telemetry.Traces;

/**
 * All that runs code or calls tools, for every edge: whoever wants a tool called has to come
 * through here, so what is checked or counted here is checked and counted for all.
 */
@Singleton
public final class ExecutionStack {

  private final Catalog catalog;
  private final Connections connections;
  private final Sandboxes sandboxes;
  private final RunningRuns running;
  private final UuidV7 ids;
  private final LongSupplier nanoTime;
  private final SandboxLimits limits;
  private final Traces traces;

  @Inject
  ExecutionStack(
      Catalog catalog,
      Connections connections,
      Sandboxes sandboxes,
      RunningRuns running,
      ExecutionConfig config,
      UuidV7 ids,
      LongSupplier nanoTime,
      Traces traces) {
    this.catalog = catalog;
    this.connections = connections;
    this.sandboxes = sandboxes;
    this.running = running;
    this.ids = ids;
    this.nanoTime = nanoTime;
    this.traces = traces;
    this.limits = SandboxLimits.DEFAULTS.withCpu(config.cpu()).withWallClock(config.wallClock());
  }

  /**
   * What {@code caller} may do with what {@code resource} exposes. Cheap: made for one request, and
   * costs nothing until it is used.
   */
  public CallerStack forCaller(Caller caller, Resource resource) {
    return new CallerStack(this, caller, resource);
  }

  RunCatalog catalog(Caller caller) {
    return new RunCatalog(caller, catalog, connections, nanoTime);
  }

  Sandboxes sandboxes() {
    return sandboxes;
  }

  RunningRuns running() {
    return running;
  }

  UuidV7 ids() {
    return ids;
  }

  LongSupplier nanoTime() {
    return nanoTime;
  }

  SandboxLimits limits() {
    return limits;
  }

  Traces traces() {
    return traces;
  }
}
