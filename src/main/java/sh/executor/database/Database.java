package sh.executor.database;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The way to PostgreSQL. Blocking, for virtual threads; any number may use it, a pool bounds how
 * many are served at once. The pool's connections carry the statement timeout, and keep the
 * server's error detail, which may quote row values, out of messages (application.properties).
 *
 * <p>One thread holds one connection. What runs inside {@link #transact}, or maps a row, must not
 * come back here for another: enough of them at once would wait for each other. It gets an {@link
 * IllegalStateException}, however many connections are free, so that the first test finds it.
 */
@Singleton
public final class Database implements Sql {

  private static final int ATTEMPTS_MAX = 5;
  private static final int BACKOFF_MILLIS = 4;

  /**
   * Connections in use at once: fewer than the pool has. Agroal's pool spins while it is contended,
   * and virtual threads that spin keep their carriers from those that hold the connections; so
   * whoever must wait does it here, parked, in the order they came.
   */
  private static final int CONNECTIONS_MAX = 16;

  private static final Duration WAIT_MAX = Duration.ofSeconds(10);

  private final DataSource pool;
  private final Semaphore permits = new Semaphore(CONNECTIONS_MAX, true);

  /** For {@link #oneAtOnce}: of the connections the pool has beyond those in use at once. */
  private final Semaphore kept = new Semaphore(1);

  /** What this thread is doing with a connection of this database. */
  private final ScopedValue<Object> operation = ScopedValue.newInstance();

  @Inject
  public Database(DataSource pool) {
    this.pool = pool;
  }

  @Override
  public <T> List<T> list(String sql, Row.Mapper<T> mapper, @Nullable Object... parameters) {
    return autoCommitted(sql, statements -> statements.list(sql, mapper, parameters));
  }

  @Override
  public <T> Optional<T> one(String sql, Row.Mapper<T> mapper, @Nullable Object... parameters) {
    return autoCommitted(sql, statements -> statements.one(sql, mapper, parameters));
  }

  /**
   * The first row, for a sign of life: it waits behind no other work, because a connection is kept
   * for it, and not for long, because the next one would come too late.
   *
   * @param within how long to wait for that connection, and then for the answer; when that is not
   *     enough, what came of the statement is not known
   */
  public <T> Optional<T> oneAtOnce(
      Duration within, String sql, Row.Mapper<T> mapper, @Nullable Object... parameters) {
    acquire(sql, kept, within);
    try (Connection connection = open();
        var _ = AnswerLimit.on(connection, within)) {
      connection.setAutoCommit(true);
      return ScopedValue.where(operation, sql)
          .call(() -> new Statements(connection).one(sql, mapper, parameters));
    } catch (SQLException e) {
      throw Statements.failure("return a connection", e);
    } finally {
      kept.release();
    }
  }

  @Override
  public int run(String sql, @Nullable Object... parameters) {
    return autoCommitted(sql, statements -> statements.run(sql, parameters));
  }

  @Override
  public int batch(String sql, Iterable<@Nullable Object[]> rows) {
    return transact(transaction -> transaction.batch(sql, rows));
  }

  /**
   * Does work in one transaction, at PostgreSQL's default isolation, read committed. Work that
   * loses a deadlock or a serialisation conflict runs again from its start, a bounded number of
   * times; a commit that breaks off is reported as {@link DatabaseException.Kind#UNKNOWN_OUTCOME}
   * and never retried.
   */
  public <T> T transact(Transaction.Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(work);
      } catch (DatabaseException e) {
        if (e.kind() != DatabaseException.Kind.CONTENTION || attempt == ATTEMPTS_MAX) {
          throw e;
        }
        backOff(attempt);
      }
    }
  }

  private <T> T once(Transaction.Work<T> work) {
    acquire(work, permits, WAIT_MAX);
    try (Connection connection = open()) {
      connection.setAutoCommit(false);
      T outcome;
      try {
        outcome =
            ScopedValue.where(operation, work).call(() -> work.in(new Statements(connection)));
      } catch (Throwable e) {
        rollBack(connection, e);
        throw e;
      }
      commit(connection);
      return outcome;
    } catch (SQLException e) {
      throw Statements.failure("close a transaction", e);
    } finally {
      permits.release();
    }
  }

  private static void commit(Connection connection) {
    try {
      connection.commit();
    } catch (SQLException e) {
      DatabaseException failure = Statements.failure("commit", e);
      throw failure.kind() == DatabaseException.Kind.UNAVAILABLE
          ? new DatabaseException(
              "commit: the connection broke, the outcome is unknown",
              DatabaseException.Kind.UNKNOWN_OUTCOME,
              null,
              e)
          : failure;
    }
  }

  private static void rollBack(Connection connection, Throwable cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private <T> T autoCommitted(String sql, Function<Statements, T> work) {
    acquire(sql, permits, WAIT_MAX);
    try (Connection connection = open()) {
      connection.setAutoCommit(true);
      return ScopedValue.where(operation, sql).call(() -> work.apply(new Statements(connection)));
    } catch (SQLException e) {
      throw Statements.failure("return a connection", e);
    } finally {
      permits.release();
    }
  }

  /** Waits for a permit to do {@code next}: a statement's text, or a transaction's work. */
  private void acquire(Object next, Semaphore of, Duration within) {
    if (operation.isBound()) {
      throw new IllegalStateException(
          "use a second connection for "
              + named(next)
              + " inside "
              + named(operation.get())
              + ": pass the transaction on");
    }
    try {
      if (of.tryAcquire(within.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      throw new DatabaseException(
          "wait for a database connection: all " + CONNECTIONS_MAX + " are in use",
          DatabaseException.Kind.UNAVAILABLE,
          null,
          new SQLTransientConnectionException("No connection within " + within));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseException(
          "wait for a database connection",
          DatabaseException.Kind.UNAVAILABLE,
          null,
          new SQLTransientConnectionException("Interrupted", e));
    }
  }

  private static String named(Object operation) {
    return operation instanceof String sql
        ? sql
        : "the transaction of " + operation.getClass().getName().replaceFirst("\\$\\$Lambda.*", "");
  }

  private Connection open() {
    try {
      return pool.getConnection();
    } catch (SQLException e) {
      throw new DatabaseException(
          "get a database connection", DatabaseException.Kind.UNAVAILABLE, null, e);
    }
  }

  private static void backOff(int attempt) {
    long most = (long) BACKOFF_MILLIS << attempt;
    long millis = ThreadLocalRandom.current().nextLong(1, most + 1);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
