package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sh.executor.catalog.CatalogChanges;
import sh.executor.execution.Resource;
import sh.executor.session.EventStore;
import sh.executor.session.Found;
import sh.executor.session.LiveSession;
import sh.executor.session.Sessions;
import sh.executor.session.model.Terms;
import sh.executor.testkit.Cast;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.McpStream;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.RawHttp;

/** The transport of 2024-11-05, by hand. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class SseTest {

  private static final String PING = "{'jsonrpc':'2.0','id':1,'method':'ping'}";

  private final Cast cast = Cast.assemble();
  private final Mcp owner = Mcp.at(McpService.endpoint().resolve("/sse")).as(cast.owner().key());
  private final McpStream stream = owner.listening();

  @AfterEach
  void close() {
    stream.close();
  }

  @Test
  void theStreamSaysWhereToPost() {
    assertThat(stream.endpoint()).matches("/sse/message\\?sessionId=[0-9a-f]{64}");
  }

  @Test
  void answersComeOverTheStream() {
    Mcp messages = messages(cast.owner().key());

    Mcp.Answer initialized =
        messages.post(
            "{'jsonrpc':'2.0','id':'i','method':'initialize','params':{'protocolVersion':'2025-11-25','capabilities':{'elicitation':{}}}}");
    JsonNode agreed = stream.next();
    Mcp.Answer noted =
        messages.post("{'jsonrpc':'2.0','method':'notifications/initialized','params':{}}");
    Mcp.Answer called =
        messages.post(
            "{'jsonrpc':'2.0','id':7,'method':'tools/call','params':{'name':'execute','arguments':{'code':'return"
                + " 7'}}}");

    assertThat(List.of(initialized.status(), noted.status(), called.status())).containsOnly(202);
    assertThat(initialized.text()).isEmpty();
    assertThat(agreed.at("/result/protocolVersion").asText()).isEqualTo("2024-11-05");
    assertThat(stream.result().at("/structuredContent/result").asInt()).isEqualTo(7);
  }

  @Test
  void anIdThatIsInUseIsNotTakenTwice() {
    Mcp messages = messages(cast.owner().key());
    messages.post(
        "{'jsonrpc':'2.0','id':7,'method':'tools/call','params':{'name':'execute','_meta':{'progressToken':1},'arguments':{'code':'await"
            + " tools.search({query: `x`}); while (true) {}'}}}");
    JsonNode _ = stream.next("notifications/progress");

    messages.post("{'jsonrpc':'2.0','id':7,'method':'ping'}");
    JsonNode second = stream.next();
    messages.post("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':7}}");
    messages.post(PING);

    assertThat(second.at("/error/code").asInt()).isEqualTo(-32600);
    assertThat(stream.next().path("id").asInt()).isEqualTo(1);
  }

  @Test
  void aSessionOfOneTransportIsNoneOfTheOther() {
    String id = stream.endpoint().substring(stream.endpoint().indexOf('=') + 1);
    Mcp streamable = McpService.client().as(cast.owner().key());
    String other = streamable.connect().sessionId();

    Mcp.Answer there = streamable.in(id).post(PING);
    Mcp.Answer here = at("/sse/message?sessionId=" + other, cast.owner().key()).post(PING);

    assertThat(there.status()).isEqualTo(404);
    assertThat(here.status()).isEqualTo(404);
  }

  @Test
  void strangersAndUnknownSessionsAreToldApart() {
    String unknown = "/sse/message?sessionId=" + "0".repeat(64);

    Mcp.Answer member = messages(cast.member().key()).post(PING);
    Mcp.Answer stranger = messages("nobody").post(PING);
    Mcp.Answer nowhere = at(unknown, cast.owner().key()).post(PING);
    Mcp.Answer none = at("/sse/message", cast.owner().key()).post(PING);

    assertThat(member.status()).isEqualTo(403);
    assertThat(member.message().at("/error/code").asInt()).isEqualTo(-32003);
    assertThat(stranger.status()).isEqualTo(401);
    assertThat(stranger.header("www-authenticate"))
        .endsWith("/.well-known/oauth-protected-resource/sse\"");
    assertThat(nowhere.status()).isEqualTo(404);
    assertThat(none.status()).isEqualTo(400);
    assertThat(List.of(member, stranger, nowhere, none))
        .allMatch(answer -> answer.header("content-type").equals("application/json"))
        .allMatch(answer -> answer.header("access-control-allow-origin").equals("*"));
  }

  @Test
  void whatIsNoMessageIsRefusedAtOnce() {
    Mcp messages = messages(cast.owner().key());

    Mcp.Answer text = messages.post("{");
    Mcp.Answer batch = messages.post("[" + PING + "]");

    assertThat(text.status()).isEqualTo(400);
    assertThat(text.message().at("/error/code").asInt()).isEqualTo(-32700);
    assertThat(batch.status()).isEqualTo(400);
    assertThat(batch.message().at("/error/code").asInt()).isEqualTo(-32600);
  }

  @Test
  void aSessionEndsWithItsStream() {
    Mcp messages = messages(cast.owner().key());
    messages.post(PING);
    JsonNode _ = stream.next();

    stream.close();

    await()
        .untilAsserted(
            () -> {
              Mcp.Answer after = messages.post(PING);
              assertThat(after.status()).isEqualTo(404);
              assertThat(after.text()).contains("Session timed out, please reconnect");
            });
  }

  @Test
  void onlyTheStreamIsReadAndOnlyMessagesArePosted() {
    String key = "Authorization: Bearer " + cast.owner().key();

    String posted = RawHttp.send("POST /sse HTTP/1.1\nHost: localhost\n" + key + "\n\n");
    String got = RawHttp.send("GET /sse/message HTTP/1.1\nHost: localhost\n" + key + "\n\n");
    String unacceptable =
        RawHttp.send("GET /sse HTTP/1.1\nHost: localhost\nAccept: text/html\n" + key + "\n\n");
    String foreign =
        RawHttp.send(
            "GET /sse HTTP/1.1\nHost: localhost\nOrigin: https://evil.example\n" + key + "\n\n");

    assertThat(posted).startsWith("HTTP/1.1 405").containsIgnoringCase("allow: GET, OPTIONS");
    assertThat(got).startsWith("HTTP/1.1 405").containsIgnoringCase("allow: POST, OPTIONS");
    assertThat(unacceptable).startsWith("HTTP/1.1 406");
    assertThat(foreign).startsWith("HTTP/1.1 403");
  }

  @Test
  void whatIsReadHereIsNotWrittenDown() {
    String id = stream.endpoint().substring(stream.endpoint().indexOf('=') + 1);
    KeptStream kept = new KeptStream(Gated.bean(EventStore.class), live(id), EventId.STANDING);

    messages(cast.owner().key()).post(PING);
    JsonNode answer = stream.next();

    assertThat(answer.path("id").asInt()).isEqualTo(1);
    assertThat(kept.newest()).isZero();
  }

  @Test
  void anotherNodesAnswersAreSent() {
    String id = stream.endpoint().substring(stream.endpoint().indexOf('=') + 1);
    KeptStream kept = new KeptStream(Gated.bean(EventStore.class), live(id), 0);

    Optional<EventId> _ =
        kept.append(Json.bytes(Json.object().put("id", "elsewhere").put("result", 1)));
    Gated.bean(SseKeeper.class).look(true);

    assertThat(stream.next().path("id").asText()).isEqualTo("elsewhere");
  }

  @Test
  void itsStreamDoesNotGrowOld() throws Exception {
    LiveSession session = another();
    KeptStream kept = new KeptStream(Gated.bean(EventStore.class), session, EventId.STANDING);
    TestExchange only = new TestExchange(Map.of());
    TestExchange resumable = new TestExchange(Map.of());
    StandingStreams streams =
        new StandingStreams(
            TestMcpConfig.with(Map.of("executor.mcp.stream-age-max", "50ms")),
            Gated.bean(Timers.class),
            Gated.bean(CatalogChanges.class));
    EventSink sink = only.stream(Map.of());
    LiveSession other = another();

    StandingStream _ =
        streams.stand(cast.owner().caller(), session, () -> StandingStream.only(kept, sink));
    StandingStream _ =
        streams.stand(
            cast.owner().caller(),
            other,
            () ->
                StandingStream.resumable(
                    new KeptStream(Gated.bean(EventStore.class), other, EventId.STANDING),
                    resumable.stream(Map.of()),
                    0));

    assertThat(resumable.next()).startsWith(": max-age rotation");
    assertThat(only.isQuiet()).isTrue();
    streams.stop();
  }

  private LiveSession another() {
    return Gated.bean(Sessions.class)
        .open(cast.owner().caller(), Resource.DEFAULT, new Terms("2025-11-25", null, Json.object()))
        .orElseThrow()
        .session();
  }

  private LiveSession live(String id) {
    return ((Found.Live)
            Gated.bean(Sessions.class).find(id, cast.owner().caller(), Resource.DEFAULT))
        .session();
  }

  private Mcp messages(String key) {
    return at(stream.endpoint(), key);
  }

  private static Mcp at(String path, String key) {
    return Mcp.at(McpService.endpoint().resolve(path)).as(key);
  }
}
