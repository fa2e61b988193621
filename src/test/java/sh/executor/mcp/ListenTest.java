package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import sh.executor.testkit.Cast;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.McpStream;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.StatelessMcp;

/** Clients without a session that want to know what changes. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class ListenTest {

  private static final String LISTEN = "subscriptions/listen";
  private static final String TOOLS = "{'notifications':{'toolsListChanged':true}}";
  private static final String ACKNOWLEDGED = "notifications/subscriptions/acknowledged";

  private final Cast cast = Cast.assemble();
  private final StatelessMcp client =
      StatelessMcp.at(McpService.endpoint(), McpService.agentKey(cast.owner().caller()));

  @Test
  void aChangeOfTheToolsIsTold() {
    try (McpStream stream = client.open(LISTEN, TOOLS)) {
      JsonNode first = stream.next();
      Gated.connect(cast.owner().caller());
      JsonNode change = stream.next();

      assertThat(first.path("method").asText()).isEqualTo(ACKNOWLEDGED);
      assertThat(first.at("/params/notifications").toString())
          .isEqualTo("{\"toolsListChanged\":true}");
      assertThat(subscription(first)).isEqualTo(stream.requestId());
      assertThat(change.path("method").asText()).isEqualTo("notifications/tools/list_changed");
      assertThat(subscription(change)).isEqualTo(stream.requestId());
    }
  }

  @Test
  void whatWasNotAskedForOrIsNotThereIsNotTold() {
    String others =
        "{'notifications':{'promptsListChanged':true,'resourceSubscriptions':['file:///x']}}";

    try (McpStream narrow = client.open(LISTEN, others);
        McpStream tools = client.open(LISTEN, TOOLS)) {
      JsonNode acknowledged = narrow.next();
      tools.next(ACKNOWLEDGED);
      Gated.connect(cast.owner().caller());
      tools.next("notifications/tools/list_changed");
      Gated.bean(ModernListen.class).stop(new ShutdownEvent());

      assertThat(acknowledged.at("/params/notifications").isEmpty()).isTrue();
      assertThat(narrow.next().path("result").path("resultType").asText()).isEqualTo("complete");
    }
  }

  @Test
  void aNodeThatStopsEndsTheStreamWithAResult() {
    try (McpStream stream = client.open(LISTEN, TOOLS)) {
      stream.next(ACKNOWLEDGED);

      Gated.bean(ModernListen.class).stop(new ShutdownEvent());
      JsonNode result = stream.next();

      assertThat(result.path("id").asLong()).isEqualTo(stream.requestId());
      assertThat(result.at("/result/resultType").asText()).isEqualTo("complete");
      assertThat(result.path("result").path("_meta").path(ModernMeta.SUBSCRIPTION).asLong())
          .isEqualTo(stream.requestId());
    }
  }

  @Test
  void aFilterIsNeeded() {
    Mcp.Answer answer = client.ask(LISTEN, "{}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message().at("/error/code").asInt()).isEqualTo(-32602);
  }

  private static long subscription(JsonNode notification) {
    return notification.path("params").path("_meta").path(ModernMeta.SUBSCRIPTION).asLong();
  }
}
