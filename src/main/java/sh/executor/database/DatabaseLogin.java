package sh.executor.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * How to reach a database.
 *
 * @param url {@code jdbc:postgresql://host:port/name}
 * @param user the role
 * @param password its password; never shown
 */
public record DatabaseLogin(String url, String user, String password) {

  private static final String SECONDS_MAX = "5";

  /** Whether the server lets us in, asked with one short connection. */
  public boolean works() {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("loginTimeout", SECONDS_MAX);
    properties.setProperty("connectTimeout", SECONDS_MAX);
    try (Connection connection = DriverManager.getConnection(url, properties)) {
      return connection.isValid(Integer.parseInt(SECONDS_MAX));
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "DatabaseLogin[" + url + ", " + user + ", ***]";
  }
}
