package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sh.executor.session.InFlight;
import sh.executor.session.LiveSession;
import sh.executor.session.TestSessions;
import sh.executor.testkit.FrailDatabase;
import sh.executor.testkit.TestDatabase;

/** Streams of POSTs that are taken up again, whatever became of those who worked on them. */
class ResumedStreamTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final ObjectNode QUESTION = Json.object().put("id", 1).put("method", "ask");
  private static final ObjectNode ANSWER = Json.object().put("id", 7).put("result", "seven");

  private final FrailDatabase database = new FrailDatabase(DATABASE);
  private final TestSessions test = new TestSessions(database.database());
  private final LiveSession session = test.open();
  private final KeptStream kept = new KeptStream(test.events(), session, session.nextStream());
  private final TestExchange exchange = new TestExchange(Map.of());
  private final ResumedStream resumed =
      new ResumedStream(TestMcpConfig.defaults(), test.events(), System::nanoTime);

  @AfterEach
  void close() {
    database.comeBack();
    exchange.close();
  }

  @Test
  void whatIsWorkedOnIsFollowedToItsAnswerThoughTheDatabaseIsAwayForAWhile() throws Exception {
    boolean _ = kept.open();
    try (InFlight.Answering _ = session.inFlight().answering(kept.number())) {
      open(exchange, 0);
      database.goAway();
      await().until(() -> database.refused() > 1);
      database.comeBack();
      Optional<EventId> _ = kept.append(Json.bytes(QUESTION));
      Optional<EventId> _ = kept.append(Json.bytes(ANSWER));
    }

    assertThat(exchange.nextMessage()).isEqualTo(QUESTION);
    assertThat(exchange.nextMessage()).isEqualTo(ANSWER);
    assertThat(exchange.next()).startsWith(": replay-complete");
  }

  @Test
  void whatNobodyWorksOnAnyMoreEndsAndIsRefusedFromThenOn() throws Exception {
    boolean _ = kept.open();
    Optional<EventId> _ = kept.append(Json.bytes(QUESTION));
    TestExchange later = new TestExchange(Map.of());

    open(exchange, 1);
    String question = exchange.next();
    String end = exchange.next();
    open(later, 1);

    assertThat(question).contains("ask");
    assertThat(end).startsWith(": the node that worked on this was lost");
    assertThat(later.next()).startsWith("400 ").contains("whose node was lost");
  }

  @Test
  void anEventBeyondTheNewestIsUnknown() throws Exception {
    boolean _ = kept.open();

    open(exchange, 3);

    assertThat(exchange.next()).startsWith("400 ").contains("names no event");
  }

  @Test
  void aStreamThatIsFollowedHasItsPlaceAmongTheRequestsOfTheSession() throws Exception {
    boolean _ = kept.open();
    for (int i = 0; i < 63; i++) {
      session.enter();
    }
    TestExchange other = new TestExchange(Map.of());
    try (InFlight.Answering _ = session.inFlight().answering(kept.number())) {
      open(exchange, 0);

      open(other, 0);
      assertThat(other.next()).startsWith("429 ").contains("Too many requests of this session");
      exchange.close();
      await().until(session::enter);
    }
  }

  private void open(TestExchange reader, long seq) {
    resumed.open(reader, session, "id", new EventId(kept.number(), seq));
  }
}
