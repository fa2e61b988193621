package sh.executor.execution;

import java.time.Instant;
import sh.executor.execution.model.RunId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.TenantId;

/**
 * What never changes about a run.
 *
 * @param caller who began it, with the role they have now
 * @param autoApprove whether calls that need approval have it in advance
 */
record RunHead(RunId id, Caller caller, Resource resource, boolean autoApprove, Instant createdAt) {

  /** To calls that nobody has been asked about. */
  Approval approval() {
    return autoApprove ? Approval.IN_ADVANCE : Approval.NONE;
  }

  TenantId tenant() {
    return caller.tenant();
  }
}
