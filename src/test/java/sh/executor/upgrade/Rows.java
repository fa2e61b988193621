package sh.executor.upgrade;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sh.executor.database.DatabaseLogin;

/** All rows of a database as text: SQL, an {@code insert} a line. */
final class Rows {

  private static final String WRITTEN = "-- written ";
  private static final String TABLES =
      """
      select relname from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r'
        and relname <> 'flyway_schema_history'
      order by relname
      """;

  private Rows() {}

  /** What is in the database. */
  static String dump(DatabaseLogin login, Instant now) {
    return with(
        login,
        connection -> {
          StringBuilder text = new StringBuilder(WRITTEN + now + '\n');
          for (String table : all(connection, TABLES)) {
            all(connection, inserts(table)).forEach(row -> text.append(row).append('\n'));
          }
          return text.toString();
        });
  }

  /** Puts rows into the tables they are of, as old at {@code now} as they were when written. */
  static void load(DatabaseLogin login, String text, Instant now) {
    with(
        login,
        connection -> {
          // Neither the order of the tables nor what triggers did then matters to what is restored.
          run(connection, "set session_replication_role = replica");
          // What the migrations wrote is among the rows.
          for (String table : all(connection, TABLES)) {
            run(connection, "delete from " + table);
          }
          List<String> lines = text.lines().toList();
          for (String insert : lines.subList(1, lines.size())) {
            run(connection, insert);
          }
          Instant written = Instant.parse(lines.getFirst().substring(WRITTEN.length()));
          shift(connection, now.toEpochMilli() - written.toEpochMilli());
          return lines.size();
        });
  }

  /**
   * How many rows there are in each table, but for those of nodes, of migrations and of what is
   * kept elsewhere since.
   */
  static Map<String, Long> counts(DatabaseLogin login) {
    return with(
        login,
        connection -> {
          Map<String, Long> counts = new LinkedHashMap<>();
          for (String table : all(connection, TABLES)) {
            counts.put(
                table, Long.valueOf(all(connection, "select count(*) from " + table).getFirst()));
          }
          counts.remove("node");
          counts.remove("schema_compatibility");
          counts.remove("session_entry"); // What sessions were up to V0003; V0006 drops it.
          return counts;
        });
  }

  private static void shift(Connection connection, long millis) throws SQLException {
    for (String table : all(connection, TABLES)) {
      for (String column : all(connection, times(table))) {
        run(
            connection,
            "update %1$s set %2$s = %2$s + interval '%3$d milliseconds'"
                .formatted(table, column, millis));
      }
    }
  }

  private static String times(String table) {
    return """
        select quote_ident(attname) from pg_attribute
        where attrelid = '%s'::regclass and atttypid = 'timestamptz'::regtype and not attisdropped
        """
        .formatted(table);
  }

  private static String inserts(String table) {
    return """
        select format(
          'insert into %%1$I select * from jsonb_populate_record(null::%%1$I, %%2$L);', '%1$s', to_jsonb(t))
        from %1$s t order by 1
        """
        .formatted(table);
  }

  private static List<String> all(Connection connection, String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static <T> T with(DatabaseLogin login, Work<T> work) {
    try (Connection connection =
        DriverManager.getConnection(login.url(), login.user(), login.password())) {
      return work.on(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("copy rows at " + login, e);
    }
  }

  /** What is done on a connection. */
  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }
}
