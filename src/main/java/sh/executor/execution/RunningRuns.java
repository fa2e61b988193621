package sh.executor.execution;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import sh.executor.kernel.TenantId;

/**
 * The runs under way on this node, by id, so that they can be called off. Bounded, in all and for
 * each organisation: a run too many is refused and not queued.
 */
@Singleton
final class RunningRuns {

  private final Map<String, Entry> runs = new ConcurrentHashMap<>();
  private final Map<TenantId, Integer> perTenant = new ConcurrentHashMap<>();
  private final ExecutionConfig config;

  @Inject
  RunningRuns(ExecutionConfig config) {
    this.config = config;
  }

  /** Notes that a run begins; why it may not, or empty. */
  Optional<String> begin(String executionId, TenantId tenant, Cancellation cancellation) {
    if (runs.size() >= config.runsMax()) {
      return Optional.of("Too many executions are running on this server; try again soon.");
    }
    int ofTenant = perTenant.merge(tenant, 1, Integer::sum);
    if (ofTenant > config.runsPerOrganizationMax()) {
      leave(tenant);
      return Optional.of(
          "This organisation has "
              + config.runsPerOrganizationMax()
              + " executions running, which is as many as it may; try again soon.");
    }
    runs.put(executionId, new Entry(tenant, cancellation));
    return Optional.empty();
  }

  /** Notes that a run ended. */
  void end(String executionId) {
    Entry entry = runs.remove(executionId);
    if (entry != null) {
      leave(entry.tenant());
    }
  }

  /** Calls a run off; false when the organisation has none of that id. */
  boolean cancel(String executionId, TenantId tenant, String reason) {
    Entry entry = runs.get(executionId);
    return entry != null && entry.tenant().equals(tenant) && entry.cancellation().cancel(reason);
  }

  private void leave(TenantId tenant) {
    perTenant.computeIfPresent(tenant, (same, count) -> count == 1 ? null : count - 1);
  }

  private record Entry(TenantId tenant, Cancellation cancellation) {}
}
