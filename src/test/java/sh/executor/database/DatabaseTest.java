package sh.executor.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sh.executor.testkit.TestDatabase;

class DatabaseTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.empty();

  private final Database database = DATABASE.database();

  @BeforeEach
  void tables() {
    database.run("drop table if exists pet, owner");
    database.run("create table owner (id integer primary key)");
    database.run(
        """
        create table pet (
          id integer primary key, name text constraint named check (name <> ''),
          owner_id integer references owner, born timestamptz, tags text[], data bytea, code uuid)
        """);
  }

  @Test
  void everyTypeComesBackAsItWent() {
    Instant born = Instant.parse("2026-02-03T04:05:06.789012Z");
    UUID code = UUID.fromString("0190a8c0-0000-7000-8000-000000000001");
    database.run(
        "insert into pet (id, name, born, tags, data, code) values (?, ?, ?, ?, ?, ?)",
        1,
        "Rex",
        born,
        new String[] {"a", "b"},
        new byte[] {1, 2},
        code);

    Optional<List<Object>> row =
        database.one(
            "select name, born, data, code, tags = ?, id from pet where id = any (?)",
            r -> List.of(r.text(1), r.instant(2), r.bytes(3), r.uuid(4), r.flag(5), r.integer(6)),
            new String[] {"a", "b"},
            new Integer[] {1});

    assertThat(row.orElseThrow())
        .usingRecursiveComparison()
        .isEqualTo(List.of("Rex", born, new byte[] {1, 2}, code, true, 1));
  }

  @Test
  void nullGoesInAndOut() {
    database.run("insert into pet (id, name, born, code) values (?, ?, ?, ?)", 1, null, null, null);

    Optional<Boolean> allNull =
        database.one(
            "select name, born, code from pet",
            r -> r.textOrNull(1) == null && r.instantOrNull(2) == null && r.uuidOrNull(3) == null);

    assertThat(allNull).contains(true);
  }

  @Test
  void aNullWhereNoneIsExpectedIsAFault() {
    database.run("insert into pet (id) values (1)");

    assertThatThrownBy(() -> database.one("select name from pet", r -> r.text(1)))
        .isInstanceOf(DatabaseException.class)
        .hasMessage("select name from pet");
  }

  @Test
  void noRowIsEmpty() {
    assertThat(database.one("select id from pet", r -> r.integer(1))).isEmpty();
    assertThat(database.list("select id from pet", r -> r.integer(1))).isEmpty();
  }

  @Test
  void thousandsOfRowsGoInOneBatch() {
    List<@Nullable Object[]> rows =
        IntStream.range(0, 2_500).mapToObj(i -> new @Nullable Object[] {i, "pet " + i}).toList();

    int changed = database.batch("insert into pet (id, name) values (?, ?)", rows);

    assertThat(changed).isEqualTo(2_500);
    assertThat(database.one("select count(*) from pet", r -> r.number(1))).contains(2_500L);
  }

  @Test
  void aBatchWithOneBadRowAddsNone() {
    List<@Nullable Object[]> rows = List.of(new @Nullable Object[] {1}, new @Nullable Object[] {1});

    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class,
            () -> database.batch("insert into owner (id) values (?)", rows));

    assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.UNIQUE);
    assertThat(database.one("select count(*) from owner", r -> r.number(1))).contains(0L);
  }

  @Test
  void aThrowRollsBack() {
    assertThatThrownBy(
            () ->
                database.transact(
                    tx -> {
                      tx.run("insert into owner (id) values (1)");
                      throw new IllegalArgumentException("no");
                    }))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(database.one("select id from owner", r -> r.integer(1))).isEmpty();
  }

  @Test
  void whatIsCommittedStays() {
    int touched =
        database.transact(
            tx ->
                tx.run("insert into owner (id) values (1)")
                    + tx.run("insert into pet (id, owner_id) values (7, 1)"));

    assertThat(touched).isEqualTo(2);
    assertThat(database.one("select owner_id from pet", r -> r.integer(1))).contains(1);
  }

  @Test
  void aUniqueViolationNamesItsConstraint() {
    database.run("insert into owner (id) values (1)");

    DatabaseException failure = failureOf("insert into owner (id) values (1)");

    assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.UNIQUE);
    assertThat(failure.violatesUnique("owner_pkey")).isTrue();
    assertThat(failure.violatesUnique("another")).isFalse();
  }

  @Test
  void failuresCarryTheirKind() {
    assertThat(failureOf("insert into pet (id, owner_id) values (1, 9)").kind())
        .isEqualTo(DatabaseException.Kind.FOREIGN_KEY);
    assertThat(failureOf("insert into pet (id, name) values (1, '')").kind())
        .isEqualTo(DatabaseException.Kind.CONSTRAINT);
    assertThat(failureOf("selec").kind()).isEqualTo(DatabaseException.Kind.FAULT);
  }

  @Test
  void aStatementThatTakesTooLongIsATimeout() {
    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class,
            () ->
                database.transact(
                    tx -> {
                      tx.run("set local statement_timeout = 5");
                      return tx.one("select 1 from pg_sleep(20)", r -> r.integer(1));
                    }));

    assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.TIMEOUT);
  }

  @Test
  void aSignOfLifeWaitsBehindNoOtherWork() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(16);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        var _ = threads.submit(() -> database.transact(tx -> held(busy, done)));
      }
      busy.await();

      Optional<Integer> alive =
          database.oneAtOnce(Duration.ofSeconds(30), "select 1", row -> row.integer(1));

      assertThat(alive).contains(1);
      done.countDown();
    }
  }

  @Test
  void aSignOfLifeThatIsNotAnsweredIsGivenUp() {
    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class,
            () ->
                database.oneAtOnce(
                    Duration.ofMillis(300), "select 1 from pg_sleep(20)", row -> row.integer(1)));

    assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.UNAVAILABLE);
    assertThat(database.oneAtOnce(Duration.ofSeconds(30), "select 1", row -> row.integer(1)))
        .contains(1);
  }

  @Test
  void otherWorkMayTakeItsTimeOverTheSameConnection() throws SQLException {
    try (Connection connection = connect()) {
      AnswerLimit limit = AnswerLimit.on(connection, Duration.ofMillis(300));
      int during = connection.getNetworkTimeout();

      limit.close();

      assertThat(during).isEqualTo(300);
      assertThat(connection.getNetworkTimeout()).isZero();
    }
  }

  private static Connection connect() throws SQLException {
    DatabaseLogin login = DATABASE.login();
    return DriverManager.getConnection(login.url(), login.user(), login.password());
  }

  private static boolean held(CountDownLatch busy, CountDownLatch done) {
    busy.countDown();
    try {
      return done.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void aFailureShowsNoBoundValue() {
    database.run("insert into pet (id, name) values (1, ?)", "s3cret");

    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class,
            () -> database.run("insert into pet (id, name) values (?, ?)", 1, "s3cret"));

    assertThat(failure).hasStackTraceContaining("pet_pkey");
    assertThat(stackTrace(failure)).doesNotContain("s3cret").doesNotContain("(id)=(1)");
  }

  private static String stackTrace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private DatabaseException failureOf(String sql) {
    return catchThrowableOfType(DatabaseException.class, () -> database.run(sql));
  }
}
