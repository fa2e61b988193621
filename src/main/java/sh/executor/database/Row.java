package sh.executor.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The row a mapper looks at. Columns count from 1. A column that may be null is read by the {@code
 * …OrNull} form; the plain form of a null column is a fault. Valid only inside the mapper.
 */
public final class Row {

  private final ResultSet results;

  Row(ResultSet results) {
    this.results = results;
  }

  /** A value of the given type, which the driver must know. */
  public <T> T get(int column, Class<T> type) throws SQLException {
    T value = results.getObject(column, type);
    if (value == null) {
      throw new SQLException("Column " + column + " is null");
    }
    return value;
  }

  /** Likewise, or null. */
  public <T> @Nullable T getOrNull(int column, Class<T> type) throws SQLException {
    return results.getObject(column, type);
  }

  /** A {@code text}. */
  public String text(int column) throws SQLException {
    return get(column, String.class);
  }

  /** A {@code text}, or null. */
  public @Nullable String textOrNull(int column) throws SQLException {
    return results.getString(column);
  }

  /** A {@code uuid}. */
  public UUID uuid(int column) throws SQLException {
    return get(column, UUID.class);
  }

  /** A {@code uuid}, or null. */
  public @Nullable UUID uuidOrNull(int column) throws SQLException {
    return getOrNull(column, UUID.class);
  }

  /** An {@code integer}. */
  public int integer(int column) throws SQLException {
    return get(column, Integer.class);
  }

  /** A {@code bigint}. */
  public long number(int column) throws SQLException {
    return get(column, Long.class);
  }

  /** A {@code boolean}. */
  public boolean flag(int column) throws SQLException {
    return get(column, Boolean.class);
  }

  /** A {@code bytea}. */
  public byte[] bytes(int column) throws SQLException {
    return get(column, byte[].class);
  }

  /** A {@code timestamptz}. */
  public Instant instant(int column) throws SQLException {
    return get(column, OffsetDateTime.class).toInstant();
  }

  /** A {@code timestamptz}, or null. */
  public @Nullable Instant instantOrNull(int column) throws SQLException {
    OffsetDateTime value = getOrNull(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  /** Makes a value of a row. */
  @FunctionalInterface
  public interface Mapper<T> {
    /** The value; must not keep {@code row}. */
    T map(Row row) throws SQLException;
  }
}
