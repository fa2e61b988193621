package sh.executor.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Bounds how long a connection waits for the server to say anything, also for one that is gone
 * without a word. A connection that waited for longer is broken; one that did not is as it was
 * before, once this is closed.
 */
record AnswerLimit(Connection connection, int millisBefore) implements AutoCloseable {

  /** Bounds the waits of {@code connection} from now on. */
  static AnswerLimit on(Connection connection, Duration within) throws SQLException {
    AnswerLimit limit = new AnswerLimit(connection, connection.getNetworkTimeout());
    limit.set(Math.toIntExact(within.toMillis()));
    return limit;
  }

  @Override
  public void close() throws SQLException {
    set(millisBefore);
  }

  private void set(int millis) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, millis);
  }
}
