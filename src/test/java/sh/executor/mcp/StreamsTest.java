package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.testkit.Cast;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.McpStream;
import sh.executor.testkit.PostgresResource;

/** Streams that are cut, taken up again, replaced and ended. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class StreamsTest {

  /** Says that it gets on, and then waits until somebody else comes to the same meeting. */
  private static final String MEET =
      """
      await tools.search({ query: `x` });\
      const meet = () => tools.trial.org.main.look.meet({});\
      return (await Promise.all(Array.from({ length: 9 }, meet))).length\
      """;

  private static final String COME = "return (await tools.trial.org.main.look.meet({})).data";

  private final Cast cast = Cast.assemble();
  private final Mcp owner = McpService.client().as(cast.owner().key());

  @Test
  void aStreamBeginsWithAnIdToComeBackWith() {
    Mcp client = owner.connect();

    Mcp.Answer answer =
        client.post(
            "{'jsonrpc':'2.0','id':5,'method':'tools/call','params':{'name':'execute','_meta':{'progressToken':'p'},'arguments':{'code':'await tools.search({query: `x`})'}}}");

    Matcher whole =
        Pattern.compile(
                """
                event: mcp-priming
                id: (\\d+):0{16}
                retry: 1000
                data:\\x20

                event: message
                data: \\{.*\\}

                event: message
                id: (\\d+):0{15}2
                data: \\{.*\\}

                """)
            .matcher(answer.text());
    assertThat(whole.matches()).as(answer.text()).isTrue();
    assertThat(whole.group(1)).isEqualTo(whole.group(2));
  }

  @Test
  void anAnswerWhoseStreamWasCutIsFollowed() {
    Gated.connect(cast.owner().caller());
    Mcp client = owner.connect();
    McpStream cut = client.calling("execute", "{'code':'%s'}".formatted(MEET));
    JsonNode _ = cut.next("notifications/progress");
    String last = cut.lastEventId();
    cut.close();

    try (McpStream again = client.listeningAfter(last)) {
      JsonNode met = client.execute(COME);

      JsonNode result = again.result();
      assertThat(met.at("/result/structuredContent/result").asText()).isEqualTo("met");
      assertThat(result.at("/structuredContent/result").asInt()).isEqualTo(9);
      again.readToItsEnd();
    }
  }

  @Test
  void anAnswerThatNobodyReadIsThereLater() {
    Mcp client = owner.connect();
    McpStream first =
        client.calling("execute", "{'code':'await tools.search({ query: `x` }); return 7'}");
    JsonNode _ = first.next("notifications/progress");
    String last = first.lastEventId();
    first.readToItsEnd();

    for (int i = 0; i < 2; i++) {
      Mcp.Answer again = client.resume(beginning(last));

      assertThat(again.status()).isEqualTo(200);
      assertThat(again.header("content-type")).startsWith("text/event-stream");
      assertThat(again.messages()).hasSize(1);
      assertThat(again.message().path("id").asLong()).isEqualTo(first.requestId());
      assertThat(again.message().at("/result/structuredContent/result").asInt()).isEqualTo(7);
      assertThat(again.text()).endsWith(": replay-complete\n\n");
    }
    assertThat(client.resume(first.lastEventId()).messages()).isEmpty();
  }

  @Test
  void questionsThatWereNotSeenAreSentAgain() {
    Gated.connect(cast.owner().caller());
    Mcp client = owner.connect("2025-11-25", "{'elicitation':{}}");
    McpStream cut = client.executing(Gated.ONCE);
    JsonNode question = cut.next("elicitation/create");
    String beginning = beginning(cut.lastEventId());
    cut.close();

    try (McpStream again = client.listeningAfter(beginning)) {
      JsonNode repeated = again.next("elicitation/create");
      int taken = client.reply(repeated, "{'action':'accept','content':{}}");

      assertThat(repeated).isEqualTo(question);
      assertThat(taken).isEqualTo(202);
      assertThat(again.result().at("/structuredContent/status").asText()).isNotEmpty();
    }
  }

  @Test
  void aCancelledRequestIsNotWaitedFor() {
    Gated.connect(cast.owner().caller());
    Mcp client = owner.connect();
    McpStream stream =
        client.calling(
            "execute",
            "{'code':'await tools.search({ query: `x` }); await tools.trial.org.main.look.wait({})'}");
    JsonNode _ = stream.next("notifications/progress");
    Mcp.Answer cancelled =
        client.post(
            "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':%d}}"
                .formatted(stream.requestId()));
    stream.readToItsEnd();

    Mcp.Answer again = client.resume(stream.lastEventId());

    assertThat(cancelled.status()).isEqualTo(202);
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.message().at("/error/message").asText()).contains("cancelled request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "7:0000000000000001",
        "0:0000000000000001",
        "_GET_stream:-000000000000001",
        "' or 1=1 --",
      })
  void anEventThatNeverWasIsRefused(String id) {
    Mcp.Answer answer = owner.connect().resume(id);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(answer.message().at("/error/code").asInt()).isEqualTo(-32000);
  }

  @Test
  void anotherSessionsEventIsUnknown() {
    Mcp first = owner.connect();
    McpStream stream =
        first.calling("execute", "{'code':'await tools.search({ query: `x` }); return 7'}");
    stream.readToItsEnd();

    Mcp.Answer answer = owner.connect().resume(beginning(stream.lastEventId()));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("names no event of this session").doesNotContain("result");
  }

  @Test
  void theStandingStreamGoesOnWhereItWasCut() {
    Gated.connect(cast.owner().caller());
    Mcp client = owner.connect();
    McpStream first = client.listening();
    Gated.disconnect(cast.owner().caller());
    JsonNode _ = first.next("notifications/tools/list_changed");
    String seen = first.lastEventId();
    Gated.remove(cast.owner().caller());
    JsonNode missed = first.next("notifications/tools/list_changed");
    first.close();

    try (McpStream second = client.listeningAfter(seen);
        McpStream fresh = owner.connect().listening()) {
      JsonNode again = second.next();

      assertThat(seen).matches("_GET_stream:[0-9a-f]{16}");
      assertThat(again).isEqualTo(missed);
      assertThat(fresh.lastEventId()).isIn("", "_GET_stream:0000000000000000");
    }
  }

  @Test
  void aNewerStandingStreamReplacesTheOneBefore() {
    Mcp client = owner.connect();
    McpStream first = client.listening();

    try (McpStream second = client.listening()) {
      first.readToItsEnd();
      Gated.connect(cast.owner().caller());

      assertThat(second.next().path("method").asText())
          .isEqualTo("notifications/tools/list_changed");
    }
  }

  @Test
  void anEndedSessionEndsItsStreams() {
    Mcp client = owner.connect();
    McpStream standing = client.listening();

    client.delete();

    standing.readToItsEnd();
    assertThat(client.resume("_GET_stream:0000000000000000").status()).isEqualTo(404);
  }

  private static String beginning(String eventId) {
    return eventId.substring(0, eventId.indexOf(':')) + ":" + "0".repeat(16);
  }
}
