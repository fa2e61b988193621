package sh.executor.execution;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A node that would go on with runs.
 *
 * @param engine whose snapshots it can restore; null where that does not matter
 */
record Claimant(UUID node, @Nullable String engine) {

  /** The same node, to end a run: no engine is needed for that. */
  Claimant ofAnyEngine() {
    return new Claimant(node, null);
  }
}
