package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.executor.execution.Resource;
import sh.executor.session.Found;
import sh.executor.session.LiveSession;
import sh.executor.session.Sessions;
import sh.executor.testkit.Cast;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.McpStream;
import sh.executor.testkit.PostgresResource;

/** A session that takes no more requests: what makes room again still gets in. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class FullSessionTest {

  private final Cast cast = Cast.assemble();
  private final Mcp client = McpService.client().as(cast.owner().key()).connect();

  @BeforeEach
  void fill() {
    Found found =
        Gated.bean(Sessions.class)
            .find(client.sessionId(), cast.owner().caller(), Resource.DEFAULT);
    LiveSession session = ((Found.Live) found).session();
    while (session.enter()) {
      // Until it is full.
    }
  }

  @Test
  void anotherRequestIsToldToWait() {
    Mcp.Answer answer = client.post("{'jsonrpc':'2.0','id':1,'method':'ping'}");

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("retry-after")).isEqualTo("1");
  }

  @Test
  void whatIsUnderWayIsTakenBackAndAnswered() {
    Mcp.Answer takenBack =
        client.post(
            "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':1}}");
    Mcp.Answer answered = client.post("{'jsonrpc':'2.0','id':'q','result':{}}");

    assertThat(takenBack.status()).isEqualTo(202);
    assertThat(answered.status()).isEqualTo(202);
  }

  @Test
  void itsStreamIsOpenedAndItIsEnded() {
    try (McpStream stream = client.listening()) {
      Mcp.Answer ended = client.delete();

      assertThat(ended.status()).isEqualTo(200);
      assertThat(stream.endsUnanswered()).isTrue();
    }
  }
}
