package sh.executor.session;

import org.junit.jupiter.api.extension.RegisterExtension;
import sh.executor.testkit.TestDatabase;

class PostgresSessionStoreTest extends SessionStoreContract {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private final PostgresSessionStore store = new PostgresSessionStore(DATABASE.database());

  @Override
  SessionStore store() {
    return store;
  }
}
