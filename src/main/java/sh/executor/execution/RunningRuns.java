package sh.executor.execution;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sh.executor.execution.model.RunId;
import sh.executor.kernel.TenantId;

/**
 * The runs under way on this node, by id, so that they can be called off and woken. Bounded, in all
 * and for each organisation: a new run too many is refused and not queued; one that goes on is
 * always let in.
 */
@Singleton
final class RunningRuns {

  private final Map<RunId, Entry> runs = new ConcurrentHashMap<>();
  private final Map<TenantId, Integer> perTenant = new ConcurrentHashMap<>();
  private final Set<RunId> claims = ConcurrentHashMap.newKeySet();
  private final int runsMax;
  private final int runsPerOrganizationMax;

  @Inject
  RunningRuns(ExecutionConfig config) {
    this(config.runsMax(), config.runsPerOrganizationMax());
  }

  RunningRuns(int runsMax, int runsPerOrganizationMax) {
    this.runsMax = runsMax;
    this.runsPerOrganizationMax = runsPerOrganizationMax;
  }

  /** Notes that a run begins; why it may not, or empty. */
  Optional<String> begin(RunId id, TenantId tenant, Cancellation cancellation) {
    if (runs.size() >= runsMax) {
      return Optional.of("Too many executions are running on this server; try again soon.");
    }
    int ofTenant = perTenant.merge(tenant, 1, Integer::sum);
    if (ofTenant > runsPerOrganizationMax) {
      leave(tenant);
      return Optional.of(
          "This organisation has "
              + runsPerOrganizationMax
              + " executions running, which is as many as it may; try again soon.");
    }
    runs.put(id, new Entry(tenant, cancellation, () -> {}));
    return Optional.empty();
  }

  /** Notes that a run goes on. */
  void join(RunId id, TenantId tenant, Cancellation cancellation) {
    perTenant.merge(tenant, 1, Integer::sum);
    Entry before = runs.put(id, new Entry(tenant, cancellation, () -> {}));
    if (before != null) {
      // It rested a moment ago, and whoever put it to rest is not done yet.
      leave(before.tenant());
    }
  }

  /** Says how to have a run look around. */
  void wakeBy(RunId id, Runnable wake) {
    runs.computeIfPresent(
        id, (same, entry) -> new Entry(entry.tenant(), entry.cancellation(), wake));
  }

  /**
   * Notes that a run ended or rests, as far as it was begun or joined with {@code cancellation}.
   */
  void end(RunId id, Cancellation cancellation) {
    Entry entry = runs.get(id);
    if (entry != null && entry.cancellation().equals(cancellation) && runs.remove(id, entry)) {
      leave(entry.tenant());
    }
  }

  /** Notes that a run is about to be made this node's. */
  void claiming(RunId id) {
    claims.add(id);
  }

  /** Notes that it was, and has joined, or that it was not. */
  void claimed(RunId id) {
    claims.remove(id);
  }

  /** All runs that somebody on this node takes care of. */
  Set<RunId> known() {
    Set<RunId> known = new HashSet<>(claims);
    known.addAll(runs.keySet());
    return known;
  }

  /** Has all runs look around. */
  void wakeAll() {
    runs.values().forEach(entry -> entry.wake().run());
  }

  /** Whether no run is under way here. */
  boolean isEmpty() {
    return runs.isEmpty();
  }

  /** Has a run look around, if it is under way here. */
  void wake(RunId id) {
    Entry entry = runs.get(id);
    if (entry != null) {
      entry.wake().run();
    }
  }

  /** Calls a run off; false when the organisation has none of that id here. */
  boolean cancel(RunId id, TenantId tenant, String reason) {
    Entry entry = runs.get(id);
    return entry != null && entry.tenant().equals(tenant) && entry.cancellation().cancel(reason);
  }

  private void leave(TenantId tenant) {
    perTenant.computeIfPresent(tenant, (same, count) -> count == 1 ? null : count - 1);
  }

  private record Entry(TenantId tenant, Cancellation cancellation, Runnable wake) {}
}
