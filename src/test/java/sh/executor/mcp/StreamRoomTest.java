package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Role;
import sh.executor.kernel.TenantId;

class StreamRoomTest {

  private static final Caller ALICE = caller(1);
  private static final Caller BOB = caller(2);

  private final TestExchange exchange = new TestExchange(Map.of());
  private final StreamRoom room =
      new StreamRoom(TestMcpConfig.with(Map.of("executor.mcp.streams-per-account-max", "1")));
  private final List<Runnable> open = new ArrayList<>();

  @Test
  void anAccountHasItsShareAndTakesNobodyElses() throws Exception {
    room.within(exchange, ALICE, open::add);
    room.within(exchange, ALICE, open::add);
    room.within(exchange, BOB, open::add);

    assertThat(exchange.next()).startsWith("429 ").contains("As many streams are open");
    assertThat(exchange.isQuiet()).isTrue();
    assertThat(open).hasSize(2);
  }

  @Test
  void aStreamThatIsClosedMakesRoom() {
    room.within(exchange, ALICE, open::add);

    open.removeFirst().run();
    room.within(exchange, ALICE, open::add);

    assertThat(open).hasSize(1);
  }

  @Test
  void aStreamThatCanNotBeOpenedTakesNoRoom() {
    assertThatThrownBy(
            () ->
                room.within(
                    exchange,
                    ALICE,
                    place -> {
                      throw new IllegalStateException("the database is away");
                    }))
        .hasMessage("the database is away");

    room.within(exchange, ALICE, open::add);

    assertThat(open).hasSize(1);
  }

  private static Caller caller(long account) {
    return new Caller(
        new TenantId(new UUID(0, 1)),
        new AccountId(new UUID(0, account)),
        Role.MEMBER,
        Caller.Credential.AGENT);
  }
}
