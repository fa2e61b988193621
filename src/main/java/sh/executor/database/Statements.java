package sh.executor.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** The verbs on one connection. */
final class Statements implements Transaction {

  private static final int BATCH_ROWS_MAX = 1_000;

  private final Connection connection;

  Statements(Connection connection) {
    this.connection = connection;
  }

  @Override
  public <T> List<T> list(String sql, Row.Mapper<T> mapper, @Nullable Object... parameters) {
    try (PreparedStatement statement = prepare(sql, parameters);
        ResultSet results = statement.executeQuery()) {
      Row row = new Row(results);
      List<T> rows = new ArrayList<>();
      while (results.next()) {
        rows.add(mapper.map(row));
      }
      return rows;
    } catch (SQLException e) {
      throw failure(sql, e);
    }
  }

  @Override
  public <T> Optional<T> one(String sql, Row.Mapper<T> mapper, @Nullable Object... parameters) {
    try (PreparedStatement statement = prepare(sql, parameters);
        ResultSet results = statement.executeQuery()) {
      return results.next() ? Optional.of(mapper.map(new Row(results))) : Optional.empty();
    } catch (SQLException e) {
      throw failure(sql, e);
    }
  }

  @Override
  public int run(String sql, @Nullable Object... parameters) {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw failure(sql, e);
    }
  }

  @Override
  public int batch(String sql, Iterable<@Nullable Object[]> rows) {
    try (PreparedStatement statement = prepare(sql)) {
      int changed = 0;
      int waiting = 0;
      for (@Nullable Object[] row : rows) {
        bind(statement, row);
        statement.addBatch();
        if (++waiting == BATCH_ROWS_MAX) {
          changed += sum(statement.executeBatch());
          waiting = 0;
        }
      }
      return waiting == 0 ? changed : changed + sum(statement.executeBatch());
    } catch (SQLException e) {
      throw failure(sql, e);
    }
  }

  private static int sum(int[] counts) {
    int sum = 0;
    for (int count : counts) {
      // The driver answers SUCCESS_NO_INFO (-2) for rows it sent as one multi-row insert.
      sum += count >= 0 ? count : 1;
    }
    return sum;
  }

  private PreparedStatement prepare(String sql, @Nullable Object... parameters)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      bind(statement, parameters);
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  private void bind(PreparedStatement statement, @Nullable Object... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      Object value = parameters[i];
      switch (value) {
        case null -> statement.setNull(i + 1, Types.NULL);
        case Instant instant -> statement.setObject(i + 1, instant.atOffset(ZoneOffset.UTC));
        case String[] texts -> statement.setArray(i + 1, connection.createArrayOf("text", texts));
        case UUID[] uuids -> statement.setArray(i + 1, connection.createArrayOf("uuid", uuids));
        default -> statement.setObject(i + 1, value);
      }
    }
  }

  /** What {@code operation} failed by. Its message never carries a bound value. */
  static DatabaseException failure(String operation, SQLException e) {
    ServerErrorMessage server = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    String constraint = server == null ? null : server.getConstraint();
    return new DatabaseException(
        operation, DatabaseException.Kind.of(e.getSQLState()), constraint, e);
  }
}
