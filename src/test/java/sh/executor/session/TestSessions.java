package sh.executor.session;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.security.SecureRandom;
import java.time.InstantSource;
import sh.executor.database.Database;
import sh.executor.execution.Resource;
import sh.executor.kernel.Caller;
import sh.executor.node.TestNodes;
import sh.executor.node.ThisNode;
import sh.executor.secret.TestSecrets;
import sh.executor.session.model.Terms;
import sh.executor.telemetry.TestTraces;
import sh.executor.testkit.TestMembers;
import sh.executor.testkit.TestTenants;

/** Sessions of one node, for tests of what is done with them. */
public final class TestSessions {

  private final Database database;
  private final ThisNode node = TestNodes.started();
  private final Sessions sessions;
  private final EventStore events;
  private final Caller caller;

  /** Those in a database, which has to be there at first. */
  public TestSessions(Database database) {
    this.database = database;
    this.sessions =
        new Sessions(
            new PostgresSessionStore(database),
            new HomeStore(database, node),
            new FixedSessionConfig(100),
            InstantSource.system(),
            new SecureRandom(),
            new SessionSpans(TestTraces.off()));
    this.events =
        new EventStore(
            database,
            new EventSeals(TestSecrets.seals(database, TestTenants.ids(), new byte[32])),
            InstantSource.system());
    this.caller = new TestMembers(database).organization();
  }

  /** The sessions. */
  public Sessions sessions() {
    return sessions;
  }

  /** What is kept for their clients. */
  public EventStore events() {
    return events;
  }

  /** A new session. */
  public LiveSession open() {
    return sessions
        .open(
            caller,
            Resource.DEFAULT,
            new Terms("2025-11-25", null, JsonNodeFactory.instance.objectNode()))
        .orElseThrow()
        .session();
  }

  /** Has the node say that it lives: it surely is the home of what is opened from then on. */
  public void beat() {
    TestNodes.beat(database, node);
  }

  /** Has another node take a session over, while this one knows nothing of it. */
  public void takeOver(LiveSession session) {
    database.run(
        "update mcp_session set home_epoch = home_epoch + 1 where session_sha256 = ?",
        (Object) session.key().bytes());
  }

  /** Whether it was ended, as all nodes see it. */
  public boolean isEnded(LiveSession session) {
    return database
        .one(
            "select ended_at is not null from mcp_session where session_sha256 = ?",
            row -> row.flag(1),
            (Object) session.key().bytes())
        .orElseThrow();
  }
}
