package sh.executor.session;

import java.util.List;
import java.util.UUID;
import sh.executor.execution.Resource;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.TenantId;

class MemorySessionStoreTest extends SessionStoreContract {

  private final MemorySessionStore store = new MemorySessionStore();

  @Override
  SessionStore store() {
    return store;
  }

  @Override
  SessionOwner owner() {
    return owner(1, 1);
  }

  @Override
  List<SessionOwner> strangers() {
    return List.of(owner(1, 2), owner(2, 1));
  }

  private static SessionOwner owner(long tenant, long account) {
    return new SessionOwner(
        new TenantId(new UUID(0, tenant)), new AccountId(new UUID(0, account)), Resource.DEFAULT);
  }
}
