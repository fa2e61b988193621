package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.kernel.AccountId;
import sh.executor.testkit.TestTenants;

class RoomTest {

  private static final int PLACES = 60;

  private final Room room = new Room(PLACES);

  /** With so many who take all they get, each has that much, and that much is left. */
  @ParameterizedTest
  @CsvSource({"1, 30", "2, 20", "5, 10"})
  void whoTakesAllTheyGetLeaveAsMuchAsEachHas(int greedy, int share) {
    List<AccountId> accounts = Stream.generate(RoomTest::account).limit(greedy).toList();

    int taken = 0;
    boolean more = true;
    while (more) {
      int before = taken;
      for (AccountId account : accounts) {
        taken += room.enter(account).isEmpty() ? 1 : 0;
      }
      more = taken > before;
    }

    assertThat(taken).isEqualTo(greedy * share);
    assertThat(PLACES - taken).isEqualTo(share);
    assertThat(room.enter(account())).isEmpty();
  }

  @Test
  void whoHasTooMuchIsToldSoAndNotThatThereIsNoRoom() {
    AccountId account = account();
    fill(account);

    Answer refusal = room.enter(account).orElseThrow();

    assertThat(refusal.status()).isEqualTo(429);
    assertThat(refusal.headers()).containsEntry("retry-after", "1");
  }

  @Test
  void withoutAPlaceNobodyEnters() {
    for (int i = 0; i < PLACES; i++) {
      assertThat(room.enter(account())).isEmpty();
    }

    Answer refusal = room.enter(account()).orElseThrow();

    assertThat(refusal.status()).isEqualTo(503);
    assertThat(refusal.headers()).containsEntry("retry-after", "2");
  }

  @Test
  void whatWasGivenBackIsThereAgain() {
    AccountId account = account();
    int first = fill(account);
    for (int i = 0; i < first; i++) {
      room.leave(account);
    }

    int second = fill(account);

    assertThat(second).isEqualTo(first);
  }

  @Test
  void aWordIsLetInHoweverMuchIsUnderWay() throws Exception {
    AccountId account = account();
    fill(account);
    TestExchange exchange = new TestExchange(Map.of());
    AtomicInteger done = new AtomicInteger();

    room.let(exchange, account, Errand.WORD, done::incrementAndGet);
    room.let(exchange, account, Errand.QUESTION, done::incrementAndGet);

    assertThat(done).hasValue(1);
    assertThat(exchange.next()).startsWith("429 ");
  }

  @Test
  void aPlaceIsGivenBackHoweverTheWorkEnds() throws Exception {
    AccountId account = account();
    TestExchange exchange = new TestExchange(Map.of());
    for (int i = 0; i < PLACES * 2; i++) {
      try {
        room.let(exchange, account, Errand.CALL, RoomTest::fail);
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("work");
      }
    }

    int left = fill(account);

    assertThat(left).isEqualTo(PLACES / 2);
    assertThat(exchange.isQuiet()).isTrue();
  }

  private int fill(AccountId account) {
    int taken = 0;
    while (room.enter(account).isEmpty()) {
      taken++;
    }
    return taken;
  }

  private static void fail() {
    throw new IllegalStateException("work");
  }

  private static AccountId account() {
    return new AccountId(TestTenants.ids().next());
  }
}
