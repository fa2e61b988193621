package sh.executor.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sh.executor.testkit.TestDatabase;

/** A thread that holds a connection gets no second one. */
class OneConnectionTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.empty();

  private static final String ONE = "select 1";
  private static final String TWO = "select 2";

  private final Database database = DATABASE.database();

  @ParameterizedTest
  @EnumSource
  void aStatementInsideNamesBoth(Outer outer) {
    assertThatThrownBy(() -> outer.around(database, () -> ask(TWO)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("second connection for " + TWO)
        .hasMessageContaining("inside " + outer.named);
  }

  @ParameterizedTest
  @EnumSource
  void aTransactionInsideNamesBoth(Outer outer) {
    assertThatThrownBy(() -> outer.around(database, () -> database.transact(tx -> 2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("second connection for the transaction of " + getClass().getName())
        .hasMessageContaining("inside " + outer.named);
  }

  @Test
  void whatWasRefusedKeepsNoConnection() {
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> Outer.TRANSACTION.around(database, () -> ask(TWO)));
    }

    assertThat(ask(ONE)).contains(1);
  }

  @Test
  void oneAfterTheOtherIsFine() {
    Optional<Integer> first = database.transact(tx -> tx.one(ONE, row -> row.integer(1)));
    Optional<Integer> second = ask(TWO);

    assertThat(first).contains(1);
    assertThat(second).contains(2);
  }

  @Test
  void anotherDatabaseIsAnotherMatter() {
    try (TestDatabase other = TestDatabase.empty()) {
      Database second = other.database();

      Optional<Integer> answer = database.transact(tx -> second.one(ONE, row -> row.integer(1)));

      assertThat(answer).contains(1);
    }
  }

  private Optional<Integer> ask(String sql) {
    return database.one(sql, row -> row.integer(1));
  }

  /** What holds the first connection. */
  enum Outer {
    TRANSACTION("the transaction of " + Outer.class.getName()) {
      @Override
      void around(Database database, Supplier<?> inner) {
        database.transact(tx -> inner.get());
      }
    },
    MAPPER(ONE) {
      @Override
      void around(Database database, Supplier<?> inner) {
        database.one(ONE, row -> inner.get());
      }
    };

    final String named;

    Outer(String named) {
      this.named = named;
    }

    abstract void around(Database database, Supplier<?> inner);
  }
}
