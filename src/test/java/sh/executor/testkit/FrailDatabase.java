package sh.executor.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.ds.PGSimpleDataSource;
import sh.executor.database.Database;

/** A real database that can be away for a while, as after a failover. */
public final class FrailDatabase {

  private static final String CONNECTION_FAILURE = "08006";

  private final AtomicInteger refused = new AtomicInteger();
  private final Database database;
  private volatile boolean away;

  /** The one behind {@code test}. */
  public FrailDatabase(TestDatabase test) {
    PGSimpleDataSource source =
        new PGSimpleDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            if (away) {
              refused.incrementAndGet();
              throw new SQLException("the database is away", CONNECTION_FAILURE);
            }
            return super.getConnection();
          }
        };
    source.setUrl(test.login().url());
    source.setUser(test.login().user());
    source.setPassword(test.login().password());
    this.database = new Database(source);
  }

  /** The way to it. */
  public Database database() {
    return database;
  }

  /** From now on, nobody reaches it. */
  public void goAway() {
    refused.set(0);
    away = true;
  }

  /** How many have tried to since then. */
  public int refused() {
    return refused.get();
  }

  /** From now on, everybody reaches it again. */
  public void comeBack() {
    away = false;
  }
}
