package sh.executor.app;

import java.util.Map;
import java.util.Optional;
import sh.executor.daemon.LocalServerException;
import sh.executor.database.DatabaseLogin;

/** The database the environment names, if it names one. */
final class DatabaseSettings {

  private static final String URL = "EXECUTOR_DATABASE_URL";
  private static final String SCHEME = "jdbc:postgresql:";

  private DatabaseSettings() {}

  /**
   * {@code EXECUTOR_DATABASE_URL}, {@code _USER} and {@code _PASSWORD}; empty without a URL.
   *
   * @throws LocalServerException when the URL is not a JDBC URL of PostgreSQL
   */
  static Optional<DatabaseLogin> of(Map<String, String> environment) {
    String url = environment.getOrDefault(URL, "").strip();
    if (url.isEmpty()) {
      return Optional.empty();
    }
    if (!url.startsWith(SCHEME)) {
      throw new LocalServerException(
          URL + " must begin with " + SCHEME + ", as in " + SCHEME + "//db.example:5432/executor.");
    }
    return Optional.of(
        new DatabaseLogin(
            url,
            environment.getOrDefault("EXECUTOR_DATABASE_USER", "executor"),
            environment.getOrDefault("EXECUTOR_DATABASE_PASSWORD", "")));
  }
}
