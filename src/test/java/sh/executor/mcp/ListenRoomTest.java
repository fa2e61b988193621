package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import sh.executor.kernel.AccountId;

class ListenRoomTest {

  private final AccountId one = new AccountId(new UUID(0, 1));
  private final AccountId other = new AccountId(new UUID(0, 2));

  @Test
  void nobodyTakesTheRoomOfTheOthers() {
    ListenRoom room = new ListenRoom(3, 2);

    assertThat(room.enter(one)).isPresent();
    assertThat(room.enter(one)).isPresent();
    assertThat(room.enter(one)).isEmpty();
    assertThat(room.enter(other)).isPresent();
    assertThat(room.enter(other)).isEmpty();
  }

  @Test
  void aPlaceIsGivenBackOnce() {
    ListenRoom room = new ListenRoom(2, 1);
    Runnable leave = room.enter(one).orElseThrow();

    leave.run();
    leave.run();

    assertThat(room.enter(one)).isPresent();
    assertThat(room.enter(other)).isPresent();
    assertThat(room.enter(one)).isEmpty();
  }
}
