package sh.executor.session;

import sh.executor.execution.Resource;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.TenantId;

/** All that must agree between a session and a request that names it. */
record SessionOwner(TenantId tenant, AccountId account, Resource resource) {

  static SessionOwner of(Caller caller, Resource resource) {
    return new SessionOwner(caller.tenant(), caller.account(), resource);
  }
}
