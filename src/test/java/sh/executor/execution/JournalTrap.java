package sh.executor.execution;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import sh.executor.database.DatabaseLogin;

/**
 * Catches a node as it writes a run down: by triggers that wait, at the commit, for a lock that the
 * test holds. The node can then be killed, and the write made or undone, as if it had died a moment
 * later or earlier.
 *
 * <p>What is caught has a name: {@code run:STATE} or {@code run:takeover}, {@code
 * run_call:NUMBER:STATE}, {@code interaction:KIND:STATE}.
 */
final class JournalTrap implements AutoCloseable {

  private static final String INSTALL =
      """
      create table if not exists trap (name text primary key);
      create or replace function spring(what text) returns void language plpgsql as $$
      begin
        if exists (select from trap where name = what) then
          perform pg_advisory_xact_lock(4711);
        end if;
      end $$;
      create or replace function run_written() returns trigger language plpgsql as $$
      begin
        if tg_op = 'UPDATE' and new.epoch > old.epoch and old.state = 'running' then
          perform spring('run:takeover');
        elsif tg_op = 'INSERT' or new.state <> old.state then
          perform spring('run:' || new.state);
        end if;
        return null;
      end $$;
      create or replace function call_written() returns trigger language plpgsql as $$
      begin
        perform spring('run_call:' || new.call_id || ':' || new.state);
        return null;
      end $$;
      create or replace function question_written() returns trigger language plpgsql as $$
      begin
        perform spring('interaction:' || new.kind || ':' || new.state);
        return null;
      end $$;
      create constraint trigger run_trap after insert or update on run
        deferrable initially deferred for each row execute function run_written();
      create constraint trigger call_trap after insert or update on run_call
        deferrable initially deferred for each row execute function call_written();
      create constraint trigger question_trap after insert or update on interaction
        deferrable initially deferred for each row execute function question_written();
      """;
  private static final String CAUGHT =
      """
      select a.pid, a.application_name
        from pg_locks l join pg_stat_activity a on a.pid = l.pid
       where l.locktype = 'advisory' and not l.granted and a.datname = current_database()
       order by a.query_start limit 1
      """;

  private final Connection connection;

  /** Installs the triggers in a database where they are not. */
  JournalTrap(DatabaseLogin login) {
    try {
      this.connection = DriverManager.getConnection(login.url(), login.user(), login.password());
      execute(INSTALL);
    } catch (SQLException e) {
      throw new IllegalStateException("install traps", e);
    }
  }

  /**
   * A write that was caught.
   *
   * @param node the name of the node whose write it is
   */
  record Caught(int backend, String node) {}

  /** Sets a trap, the only one. */
  void set(String name) {
    execute("select pg_advisory_lock(4711)");
    execute("insert into trap (name) values ('" + name + "')");
  }

  /** What was caught; empty when nothing was in time. Further writes are not. */
  Optional<Caught> caughtWithin(long seconds) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < until) {
      Optional<Caught> caught = caught();
      if (caught.isPresent()) {
        execute("delete from trap");
        return caught;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    execute("delete from trap");
    return Optional.empty();
  }

  /** Undoes what was caught. */
  void undo(Caught caught) {
    execute("select pg_terminate_backend(" + caught.backend() + ", 5000)");
  }

  /** Lets all that wait commit. */
  void release() {
    execute("select pg_advisory_unlock_all()");
  }

  private Optional<Caught> caught() {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(CAUGHT)) {
      return rows.next()
          ? Optional.of(new Caught(rows.getInt(1), rows.getString(2)))
          : Optional.empty();
    } catch (SQLException e) {
      throw new IllegalStateException("look into the trap", e);
    }
  }

  private void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("close the traps", e);
    }
  }
}
