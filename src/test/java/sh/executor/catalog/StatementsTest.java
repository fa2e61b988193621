package sh.executor.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.database.DatabaseLogin;
import sh.executor.testkit.TestDatabase;

/** Every statement of the catalog's stores, prepared against the migrated schema. */
class StatementsTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @ParameterizedTest
  @ValueSource(
      classes = {
        ConnectionStore.class,
        IntegrationStore.class,
        OfferStore.class,
        RevisionStore.class,
        SignStore.class
      })
  void everyStatementPrepares(Class<?> store) throws Exception {
    List<String> statements = statements(store);

    assertThat(statements).isNotEmpty();
    DatabaseLogin login = DATABASE.login();
    try (Connection connection =
            DriverManager.getConnection(login.url(), login.user(), login.password());
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < statements.size(); i++) {
        statement.execute("prepare s" + i + " as " + numbered(statements.get(i)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        ConnectionStore.class,
        IntegrationStore.class,
        OfferStore.class,
        RevisionStore.class,
        SignStore.class
      })
  void everyStatementIsBoundToATenant(Class<?> store) throws Exception {
    assertThat(statements(store)).allMatch(sql -> sql.contains("tenant_id"));
  }

  @Test
  void aStatementThatDoesNotFitTheSchemaIsRefused() throws Exception {
    DatabaseLogin login = DATABASE.login();
    try (Connection connection =
            DriverManager.getConnection(login.url(), login.user(), login.password());
        Statement statement = connection.createStatement()) {
      assertThat(
              catchThrowable(
                  () -> statement.execute("prepare bad as select nothing from integration")))
          .isInstanceOf(SQLException.class);
    }
  }

  private static List<String> statements(Class<?> store) throws IllegalAccessException {
    List<String> statements = new ArrayList<>();
    for (Field field : store.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
        field.setAccessible(true);
        statements.add(String.valueOf(field.get(null)));
      }
    }
    return statements;
  }

  /** With {@code $1}, {@code $2} and so on for the question marks. */
  private static String numbered(String sql) {
    StringBuilder text = new StringBuilder();
    int number = 0;
    for (String part : sql.split("\\?", -1)) {
      text.append(number == 0 ? "" : "$" + number).append(part);
      number++;
    }
    return text.toString();
  }
}
