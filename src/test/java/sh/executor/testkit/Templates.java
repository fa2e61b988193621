package sh.executor.testkit;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import sh.executor.database.DatabaseLogin;

/** Makes databases on the test server; migrated ones are copies of one that was migrated once. */
final class Templates {

  private static final String FRESH = "fresh_";
  private static final String TEMPLATE = "template_of_";

  private Templates() {}

  /** A new empty database. */
  static DatabaseLogin empty(DatabaseLogin server) {
    String name = freshName();
    execute(server, "create database " + name);
    return at(server, name);
  }

  /** A new database with all migrations applied. */
  static DatabaseLogin migrated(DatabaseLogin server) {
    String name = freshName();
    synchronized (System.getProperties()) {
      execute(server, "create database " + name + " template " + template(server));
    }
    return at(server, name);
  }

  /** Removes a database, whoever is still connected to it. */
  static void drop(DatabaseLogin server, DatabaseLogin database) {
    String name = database.url().substring(database.url().lastIndexOf('/') + 1);
    execute(server, "drop database if exists " + name + " with (force)");
  }

  /** Removes what earlier runs left, when they were cut short or had other migrations. */
  static void dropLeftovers(DatabaseLogin server) {
    for (String name : databases(server, FRESH)) {
      execute(server, "drop database " + name + " with (force)");
    }
  }

  private static String template(DatabaseLogin server) {
    String name = TEMPLATE + checksum(server);
    List<String> present = databases(server, TEMPLATE);
    if (!present.contains(name)) {
      for (String outdated : present) {
        execute(server, "drop database " + outdated);
      }
      DatabaseLogin database = empty(server);
      flyway(database).migrate();
      String made = database.url().substring(database.url().lastIndexOf('/') + 1);
      execute(server, "alter database " + made + " rename to " + name);
    }
    return name;
  }

  private static String checksum(DatabaseLogin server) {
    CRC32 sum = new CRC32();
    for (MigrationInfo migration : flyway(server).info().all()) {
      sum.update(migration.getScript().hashCode());
      Integer content = migration.getChecksum();
      sum.update(ByteBuffer.allocate(4).putInt(content == null ? 0 : content).flip());
    }
    return Long.toHexString(sum.getValue());
  }

  private static Flyway flyway(DatabaseLogin login) {
    return Flyway.configure()
        .dataSource(login.url(), login.user(), login.password())
        .cleanDisabled(true)
        .validateMigrationNaming(true)
        .load();
  }

  private static String freshName() {
    return FRESH + UUID.randomUUID().toString().replace("-", "");
  }

  private static DatabaseLogin at(DatabaseLogin server, String name) {
    String host = server.url().substring(0, server.url().lastIndexOf('/') + 1);
    return new DatabaseLogin(host + name, server.user(), server.password());
  }

  private static List<String> databases(DatabaseLogin server, String prefix) {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select datname from pg_database")) {
      List<String> names = new ArrayList<>();
      while (rows.next()) {
        names.add(rows.getString(1));
      }
      return names.stream().filter(name -> name.startsWith(prefix)).toList();
    } catch (SQLException e) {
      throw new IllegalStateException("list test databases", e);
    }
  }

  private static void execute(DatabaseLogin server, String sql) {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static Connection connect(DatabaseLogin server) throws SQLException {
    return DriverManager.getConnection(server.url(), server.user(), server.password());
  }
}
