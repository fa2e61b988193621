import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Prints how many rows the tables named have, and how many bytes with their indexes: a line of JSON
 * each. Run by bench/sessions/sessions.mjs, with the JDBC driver on the class path and how to reach
 * the database in {@code ROWS_URL}, {@code ROWS_USER} and {@code ROWS_PASSWORD}.
 */
final class Rows {

  private Rows() {}

  public static void main(String[] tables) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                System.getenv("ROWS_URL"),
                System.getenv("ROWS_USER"),
                System.getenv("ROWS_PASSWORD"));
        Statement statement = connection.createStatement()) {
      for (String table : tables) {
        String of = statement.enquoteIdentifier(table, true);
        try (ResultSet row =
            statement.executeQuery(
                "select count(*), pg_total_relation_size('" + of + "') from " + of)) {
          row.next();
          System.out.printf(
              "{\"table\":\"%s\",\"rows\":%d,\"bytes\":%d}%n",
              table, row.getLong(1), row.getLong(2));
        }
      }
    }
  }
}
