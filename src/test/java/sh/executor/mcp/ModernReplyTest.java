package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The one answer of a request without a session. */
class ModernReplyTest {

  private final TestExchange exchange = new TestExchange(Map.of());
  private final ModernReply reply = ModernReply.to(exchange);

  @Test
  void aClientThatHangsUpBeforeAnythingWasSaidIsNoticed() {
    exchange.close();

    assertThat(reply.closed()).isDone();
  }

  @Test
  void whatComesAfterTheAnswerIsNotSent() throws Exception {
    reply.finish(200, "{}".getBytes(StandardCharsets.UTF_8));

    reply.stream();
    boolean sent = reply.send(Json.object());

    assertThat(exchange.next()).isEqualTo("200 {}");
    assertThat(sent).isFalse();
    assertThat(exchange.isQuiet()).isTrue();
  }
}
