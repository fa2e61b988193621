package sh.executor.database;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The verbs: what a {@link Database} does each in a transaction of its own, and a {@link
 * Transaction} in one. Parameters may be null, strings, numbers, booleans, UUIDs, byte arrays,
 * {@code Instant}s and arrays of strings or UUIDs.
 */
public interface Sql {

  /** All rows; the statement bounds how many. */
  <T> List<T> list(String sql, Row.Mapper<T> mapper, @Nullable Object... parameters);

  /** The first row, if there is one. */
  <T> Optional<T> one(String sql, Row.Mapper<T> mapper, @Nullable Object... parameters);

  /** Changes rows; the answer is how many. */
  int run(String sql, @Nullable Object... parameters);

  /**
   * Runs one statement for each of many parameter rows, in as few round trips as the driver can.
   *
   * @return how many rows were changed in all
   */
  int batch(String sql, Iterable<@Nullable Object[]> rows);
}
