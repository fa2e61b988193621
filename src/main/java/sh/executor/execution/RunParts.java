package sh.executor.execution;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import sh.executor.kernel.UuidV7;
import sh.executor.node.ThisNode;
import sh.executor.sandbox.Sandboxes;
import sh.executor.telemetry.Alarms;
import sh.executor.tenant.Tenants;

/** What every run needs and none owns. */
@Singleton
final class RunParts {

  final RunStore runs;
  final CallStore calls;
  final InteractionStore interactions;
  final TellingStore telling;
  final Tenants tenants;
  final ExecutionConfig config;
  final ThisNode node;
  final Closing closing;
  final UuidV7 ids;
  final InstantSource clock;
  final LongSupplier nanoTime;
  final Alarms alarms;

  private final Sandboxes sandboxes;

  @Inject
  RunParts(
      RunStore runs,
      CallStore calls,
      InteractionStore interactions,
      TellingStore telling,
      Tenants tenants,
      ExecutionConfig config,
      ThisNode node,
      Sandboxes sandboxes,
      Closing closing,
      UuidV7 ids,
      InstantSource clock,
      LongSupplier nanoTime,
      Alarms alarms) {
    this.runs = runs;
    this.calls = calls;
    this.interactions = interactions;
    this.telling = telling;
    this.tenants = tenants;
    this.config = config;
    this.node = node;
    this.closing = closing;
    this.ids = ids;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.alarms = alarms;
    this.sandboxes = sandboxes;
  }

  /** This node, with its engine; waits for that to have started. */
  Claimant self() {
    return new Claimant(node.id(), sandboxes.engine());
  }
}
