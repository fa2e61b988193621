package sh.executor.execution;

import java.time.Instant;
import sh.executor.execution.model.RunId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.TenantId;

/**
 * What never changes about a run.
 *
 * @param caller who began it, with the role they have now
 * @param autoApprove whether calls that need approval have it
 */
record RunHead(RunId id, Caller caller, Resource resource, boolean autoApprove, Instant createdAt) {

  TenantId tenant() {
    return caller.tenant();
  }
}
