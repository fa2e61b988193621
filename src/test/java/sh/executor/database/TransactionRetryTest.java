package sh.executor.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sh.executor.testkit.TestDatabase;

class TransactionRetryTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.empty();

  private static final String ADD = "update account set balance = balance + 1 where id = ?";

  private final Database database = DATABASE.database();

  @BeforeEach
  void twoAccounts() {
    database.run("drop table if exists account");
    database.run("create table account (id integer primary key, balance integer not null)");
    database.run("insert into account values (1, 0), (2, 0)");
  }

  @Test
  void theVictimOfADeadlockRunsAgainAndBothUpdatesAreKept() throws Exception {
    CyclicBarrier bothHoldOne = new CyclicBarrier(2);
    AtomicInteger attempts = new AtomicInteger();

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> forwards = threads.submit(() -> addToBoth(1, 2, bothHoldOne, attempts));
      Future<?> backwards = threads.submit(() -> addToBoth(2, 1, bothHoldOne, attempts));
      forwards.get(30, TimeUnit.SECONDS);
      backwards.get(30, TimeUnit.SECONDS);
    }

    assertThat(attempts).hasValue(3);
    assertThat(balances()).containsExactly(2, 2);
  }

  private void addToBoth(int first, int second, CyclicBarrier barrier, AtomicInteger attempts) {
    database.transact(
        tx -> {
          int attempt = attempts.incrementAndGet();
          int touched = tx.run(ADD, first);
          if (attempt <= 2) {
            meet(barrier);
          }
          return touched + tx.run(ADD, second);
        });
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("the other never came", e);
    }
  }

  @Test
  void contentionThatDoesNotEndIsReportedAfterFiveAttempts() {
    AtomicInteger attempts = new AtomicInteger();

    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class,
            () ->
                database.transact(
                    tx -> {
                      attempts.incrementAndGet();
                      return tx.run("do $$ begin raise sqlstate '40001'; end $$");
                    }));

    assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.CONTENTION);
    assertThat(attempts).hasValue(5);
  }

  @Test
  void aCommitWhoseConnectionBreaksHasAnUnknownOutcomeAndIsNotTriedAgain() {
    AtomicInteger attempts = new AtomicInteger();
    // The server cuts the connection while it commits: a deferred trigger runs inside COMMIT.
    database.run(
        """
        create or replace function cut() returns trigger language plpgsql as $$
        begin perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(5); return null; end $$
        """);
    database.run(
        """
        create constraint trigger cut_at_commit after update on account
        deferrable initially deferred for each row execute function cut()
        """);

    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class,
            () ->
                database.transact(
                    tx -> {
                      attempts.incrementAndGet();
                      return tx.run(ADD, 1);
                    }));

    assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.UNKNOWN_OUTCOME);
    assertThat(attempts).hasValue(1);
  }

  @Test
  void aRollbackThatFailsIsSuppressedAndTheCauseIsKept() {
    IllegalStateException cause = new IllegalStateException("the cause");

    IllegalStateException thrown =
        catchThrowableOfType(
            IllegalStateException.class,
            () ->
                database.transact(
                    tx -> {
                      assertThatThrownBy(
                          () -> tx.run("select pg_terminate_backend(pg_backend_pid())"));
                      throw cause;
                    }));

    assertThat(thrown).isSameAs(cause);
    assertThat(thrown.getSuppressed()).isNotEmpty();
  }

  private List<Integer> balances() {
    return database.list("select balance from account order by id", r -> r.integer(1));
  }
}
