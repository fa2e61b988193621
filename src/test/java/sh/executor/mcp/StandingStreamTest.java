package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sh.executor.execution.Cancellation;
import sh.executor.session.LiveSession;
import sh.executor.session.TestSessions;
import sh.executor.testkit.FrailDatabase;
import sh.executor.testkit.TestDatabase;

/**
 * Standing streams of both transports, also while the database is away or the session elsewhere.
 */
class StandingStreamTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Vertx VERTX = Vertx.vertx();
  private static final byte[] CHANGED = "{\"method\":\"changed\"}".getBytes(StandardCharsets.UTF_8);
  private static final ObjectNode ANSWER = Json.object().put("id", 7).put("result", "seven");
  private static final ObjectNode PROGRESS = Json.object().put("method", "notifications/progress");

  private final FrailDatabase database = new FrailDatabase(DATABASE);
  private final TestSessions test = new TestSessions(database.database());
  private final LiveSession session = test.open();
  private final KeptStream kept = new KeptStream(test.events(), session, EventId.STANDING);
  private final SseKeeper keeper = new SseKeeper(test.sessions());
  private final TestExchange exchange = new TestExchange(Map.of());
  private final EventSink sink = exchange.stream(Map.of());

  @AfterAll
  static void stop() {
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  @AfterEach
  void close() {
    database.comeBack();
    exchange.close();
  }

  @Test
  void newsAreKeptForAClientThatComesBack() throws Exception {
    StandingStream stream = StandingStream.resumable(kept, sink, 0);

    stream.tell(CHANGED);

    assertThat(exchange.next()).contains("id: _GET_stream:", "changed");
    assertThat(kept.read(0).events()).hasSize(1);
  }

  @Test
  void newsThatCanNotBeKeptAreTold() throws Exception {
    StandingStream stream = StandingStream.resumable(kept, sink, 0);
    database.goAway();

    stream.tell(CHANGED);

    assertThat(exchange.next()).contains("changed").doesNotContain("id: ");
    assertThat(exchange.isQuiet()).isTrue();
  }

  @Test
  void aSessionTakenByAnotherNodeEndsTheStreamWithItsNews() throws Exception {
    StandingStream stream = StandingStream.resumable(kept, sink, 0);
    test.takeOver(session);

    stream.tell(CHANGED);

    assertThat(exchange.next()).contains("changed").doesNotContain("id: ");
    assertThat(exchange.next()).startsWith(": moved to another node, reconnect");
  }

  @Test
  void theOnlyStreamOutlivesThatItsSessionIsTaken() throws Exception {
    StandingStream stream = StandingStream.only(kept, sink);
    test.takeOver(session);

    stream.tell(CHANGED);
    stream.tell(CHANGED);

    assertThat(exchange.next()).contains("changed");
    assertThat(exchange.next()).contains("changed");
    assertThat(stream.stays()).isTrue();
  }

  @Test
  void whatTheOnlyStreamHasSentIsForgotten() throws Exception {
    StandingStream stream = StandingStream.only(kept, sink);
    Optional<EventId> _ = kept.append(CHANGED);

    stream.catchUp();
    stream.catchUp();

    assertThat(exchange.nextMessage().path("method").asText()).isEqualTo("changed");
    assertThat(exchange.isQuiet()).isTrue();
    assertThat(kept.read(0).events()).isEmpty();
  }

  @Test
  void progressOverHttpSseIsNotKept() throws Exception {
    session.attach(StandingStream.only(kept, sink));
    SseReply reply = new SseReply(kept, session);
    database.goAway();

    boolean isSent = reply.send(PROGRESS);

    assertThat(isSent).isTrue();
    assertThat(exchange.nextMessage()).isEqualTo(PROGRESS);
    assertThat(database.refused()).isZero();
  }

  @Test
  void anAnswerOverHttpSseThatIsReadHereIsNotWrittenDown() throws Exception {
    session.attach(StandingStream.only(kept, sink));

    new SseReply(kept, session).finish(ANSWER);

    assertThat(exchange.nextMessage()).isEqualTo(ANSWER);
    assertThat(kept.newest()).isZero();
  }

  @Test
  void anAnswerOverHttpSseThatNobodyReadsHereIsWrittenDown() throws Exception {
    new SseReply(kept, session).finish(ANSWER);

    assertThat(kept.read(0).isAnswered()).isTrue();
  }

  @Test
  void aMessageOverHttpSseThatNobodyReadsAndNobodyKeepsFailsNobody() throws Exception {
    SseReply reply = new SseReply(kept, session);
    database.goAway();

    boolean isSent = reply.send(Json.object().put("method", "elicitation/create"));
    reply.finish(ANSWER);

    assertThat(isSent).isFalse();
    assertThat(exchange.isQuiet()).isTrue();
  }

  @Test
  void anAnswerOverHttpSseThatCanNotBeKeptIsSent() throws Exception {
    session.attach(StandingStream.only(kept, sink));
    SseReply reply = new SseReply(kept, session);
    database.goAway();

    reply.finish(ANSWER);

    assertThat(exchange.nextMessage()).isEqualTo(ANSWER);
  }

  @Test
  void anAnswerOverHttpSseIsSentWhereTheSessionWas() throws Exception {
    session.attach(StandingStream.only(kept, sink));
    test.takeOver(session);

    new SseReply(kept, session).finish(ANSWER);

    assertThat(exchange.nextMessage()).isEqualTo(ANSWER);
  }

  @Test
  void aQuestionInAPostThatCanNotBeKeptFailsNobody() throws Exception {
    PostReply reply = post();
    database.goAway();

    boolean isSent = reply.send(Json.object().put("method", "elicitation/create"));
    reply.finish(Json.bytes(ANSWER));

    assertThat(isSent).isFalse();
    assertThat(exchange.next()).startsWith("200 {").contains("seven");
  }

  @Test
  void anAbandonedStreamEndsAlsoWhenThatCanNotBeKept() throws Exception {
    PostReply reply = post();
    boolean _ = reply.send(PROGRESS);
    database.goAway();

    reply.abandon();

    assertThat(exchange.next()).startsWith("event: mcp-priming");
    assertThat(exchange.nextMessage()).isEqualTo(PROGRESS);
    assertThat(exchange.next()).startsWith(": cancelled");
  }

  @Test
  void whatAnotherNodeSaysIsSentByTheNextLook() throws Exception {
    keeper.keep(session, StandingStream.only(kept, sink));
    Optional<EventId> _ = kept.append(CHANGED);

    keeper.look(false);

    assertThat(exchange.nextMessage().path("method").asText()).isEqualTo("changed");
  }

  @Test
  void whereNoOtherNodeCanSayAnythingItIsLookedSeldom() throws Exception {
    test.beat();
    LiveSession sure = test.open();
    KeptStream stream = new KeptStream(test.events(), sure, EventId.STANDING);
    keeper.keep(sure, StandingStream.only(stream, sink));
    Optional<EventId> _ = stream.append(CHANGED);

    keeper.look(false);
    boolean isQuietAfterALook = exchange.isQuiet();
    keeper.look(true);

    assertThat(isQuietAfterALook).isTrue();
    assertThat(exchange.nextMessage().path("method").asText()).isEqualTo("changed");
  }

  @Test
  void aDatabaseThatIsAwayForAWhileEndsNoSession() throws Exception {
    keeper.keep(session, StandingStream.only(kept, sink));

    database.goAway();
    keeper.look(false);
    keeper.look(false);
    database.comeBack();
    Optional<EventId> _ = kept.append(CHANGED);
    keeper.look(false);

    assertThat(exchange.nextMessage().path("method").asText()).isEqualTo("changed");
    assertThat(database.refused()).isGreaterThan(1);
    assertThat(test.isEnded(session)).isFalse();
  }

  @Test
  void aSessionEndsWhenItsStreamIsGoneAndItsLastRequestIsDone() {
    session.inFlight().begin(1, IntNode.valueOf(7), new Cancellation());
    keeper.keep(session, StandingStream.only(kept, sink));

    exchange.close();
    boolean early = test.isEnded(session);
    session.inFlight().finish(1, IntNode.valueOf(7));

    assertThat(early).isFalse();
    await().untilAsserted(() -> assertThat(test.isEnded(session)).isTrue());
    await().untilAsserted(() -> assertThat(session.isOver()).isTrue());
  }

  @Test
  void aSessionWhoseEndCanNotBeStoredStopsAllTheSame() {
    keeper.keep(session, StandingStream.only(kept, sink));
    database.goAway();

    exchange.close();

    await().untilAsserted(() -> assertThat(session.isOver()).isTrue());
  }

  private PostReply post() {
    KeptStream stream = new KeptStream(test.events(), session, session.nextStream());
    return new PostReply(exchange, new Timers(VERTX), TestMcpConfig.defaults(), stream, "id");
  }
}
