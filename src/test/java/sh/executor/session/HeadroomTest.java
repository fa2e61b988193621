package sh.executor.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import sh.executor.execution.Resource;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.TenantId;

class HeadroomTest {

  private static final SessionOwner ALICE = owner(1);
  private static final SessionOwner BOB = owner(2);

  private final Headroom headroom = new Headroom();

  @Test
  void whoWasNotCountedIsCounted() {
    headroom.counted(ALICE, 80, 0);

    assertThat(headroom.take(BOB, 0)).isFalse();
  }

  @Test
  void anEighthOfTheRoomIsTakenWithoutCounting() {
    headroom.counted(ALICE, 17, 0);

    assertThat(headroom.take(ALICE, 59_999)).isTrue();
    assertThat(headroom.take(ALICE, 59_999)).isTrue();
    assertThat(headroom.take(ALICE, 59_999)).isFalse();
  }

  @Test
  void whereThereIsLittleRoomEachIsCounted() {
    headroom.counted(ALICE, 7, 0);

    assertThat(headroom.take(ALICE, 0)).isFalse();
  }

  @Test
  void whatWasCountedIsKnownForAMinute() {
    headroom.counted(ALICE, 80, 0);

    assertThat(headroom.take(ALICE, 60_000)).isFalse();
  }

  @Test
  void soManyMembersAreKnownAndNoMore() {
    headroom.counted(ALICE, 80, 0);
    for (long n = 0; n < 10_000; n++) {
      headroom.counted(owner(100 + n), 80, 0);
    }

    assertThat(headroom.take(ALICE, 0)).isFalse();
    assertThat(headroom.take(owner(100 + 9_999), 0)).isTrue();
  }

  private static SessionOwner owner(long account) {
    return new SessionOwner(
        new TenantId(new UUID(0, 1)), new AccountId(new UUID(0, account)), Resource.DEFAULT);
  }
}
