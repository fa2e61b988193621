package sh.executor.testkit;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import sh.executor.database.Database;
import sh.executor.database.DatabaseLogin;

/**
 * A database of one's own on the test run's PostgreSQL, gone when closed. As a static field with
 * {@code @RegisterExtension} it lives as long as its test class:
 *
 * <pre>{@code
 * @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
 * private final ThingStore store = new ThingStore(DATABASE.database());
 * }</pre>
 */
public final class TestDatabase implements AutoCloseable, AfterAllCallback {

  private static final int CONNECTIONS_MAX = 20;

  private final DatabaseLogin login;
  private final AgroalDataSource pool;
  private final Database database;

  private TestDatabase(DatabaseLogin login) {
    this.login = login;
    this.pool = pool(login);
    this.database = new Database(pool);
  }

  /** One with all migrations applied, and no rows. */
  public static TestDatabase migrated() {
    return new TestDatabase(Templates.migrated(TestServer.login()));
  }

  /** One without any tables. */
  public static TestDatabase empty() {
    return new TestDatabase(Templates.empty(TestServer.login()));
  }

  /** The helper on it, with the settings the service gives its own. */
  public Database database() {
    return database;
  }

  /** How to reach it otherwise. */
  public DatabaseLogin login() {
    return login;
  }

  private static AgroalDataSource pool(DatabaseLogin login) {
    AgroalDataSourceConfigurationSupplier settings =
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                pool ->
                    pool.maxSize(CONNECTIONS_MAX)
                        .acquisitionTimeout(Duration.ofSeconds(10))
                        .exceptionSorter(new PostgreSQLExceptionSorter())
                        .connectionFactoryConfiguration(
                            connections ->
                                connections
                                    .jdbcUrl(login.url())
                                    .principal(new NamePrincipal(login.user()))
                                    .credential(new SimplePassword(login.password()))
                                    .jdbcProperty("reWriteBatchedInserts", "true")
                                    .jdbcProperty("logServerErrorDetail", "false")));
    try {
      return AgroalDataSource.from(settings);
    } catch (SQLException e) {
      throw new IllegalStateException("open a pool on " + login, e);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  @Override
  public void close() {
    pool.close();
    Templates.drop(TestServer.login(), login);
  }
}
