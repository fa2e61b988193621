package sh.executor.session;

class MemorySessionStoreTest extends SessionStoreContract {

  private final MemorySessionStore store = new MemorySessionStore();

  @Override
  SessionStore store() {
    return store;
  }
}
