package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.execution.Resource;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Role;
import sh.executor.kernel.TenantId;
import sh.executor.node.HopChannel;
import sh.executor.node.Wire;
import sh.executor.testkit.TestTenants;

/** What a request that was passed on is taken to have come to, by what its channel says. */
class PassageTest {

  private final Wire wire = new Wire();
  private final TestExchange exchange = new TestExchange(Map.of());
  private HopChannel here = wire.open();
  private HopChannel there = here;

  @BeforeEach
  void open() throws InterruptedException {
    boolean _ = here.send(HopMessage.of(HopMessage.Kind.HEAD).getFirst());
    there = wire.accepted();
  }

  @AfterEach
  void cut() {
    wire.close();
  }

  @Test
  void onlyWhoSaysSoHasDoneNothing() throws Exception {
    boolean _ = there.send(HopMessage.of(HopMessage.Kind.MOVED).getFirst());

    assertThat(relay()).isEqualTo(Passage.Outcome.UNTOUCHED);
  }

  @Test
  void whoEndsWithoutAWordMayHaveDoneIt() throws Exception {
    there.end();

    assertThat(relay()).isEqualTo(Passage.Outcome.LOST);
  }

  @Test
  void whoSaysWhatIsNotKnownHereMayHaveDoneIt() throws Exception {
    boolean _ = there.send(new byte[] {99});

    assertThat(relay()).isEqualTo(Passage.Outcome.LOST);
  }

  @Test
  void whatNobodyAnswersIsEnded() throws Exception {
    arrived().endUnanswered();

    assertThat(relay()).isEqualTo(Passage.Outcome.LOST);
  }

  @Test
  void whatIsAnsweredIsNot() throws Exception {
    HopExchange arrived = arrived();

    arrived.answer(Answer.empty(202));
    arrived.endUnanswered();

    assertThat(relay()).isEqualTo(Passage.Outcome.DONE);
    assertThat(exchange.next()).startsWith("202");
  }

  @ParameterizedTest
  @CsvSource({"0, 25, 50", "1, 50, 100", "4, 400, 800", "5, 500, 1000", "1000, 500, 1000"})
  void aLostHomeIsLookedForEverMoreSeldom(int look, long least, long most) {
    Random random = new Random(look);

    assertThat(IntStream.range(0, 1_000).mapToLong(i -> SessionDoor.againMillis(look, random)))
        .allMatch(millis -> millis >= least && millis <= most)
        .anyMatch(millis -> millis < (least * 3 + most) / 4)
        .anyMatch(millis -> millis > (least + most * 3) / 4);
  }

  private Passage.Outcome relay() throws InterruptedException {
    return Passage.relay(here, exchange, standing -> {});
  }

  private HopExchange arrived() {
    Caller caller =
        new Caller(
            new TenantId(TestTenants.ids().next()),
            new AccountId(TestTenants.ids().next()),
            Role.MEMBER,
            Caller.Credential.PERSON);
    HopHead head = HopHead.of(exchange, caller, Resource.DEFAULT, "");
    return new HopExchange(there, head, new byte[0], TestMcpConfig.defaults());
  }
}
