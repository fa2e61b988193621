package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import sh.executor.testkit.Cast;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.McpStream;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.StatelessMcp;

/** Clients of a server whose resources change. */
@QuarkusTest
@TestProfile(Conformance.class)
@QuarkusTestResource(PostgresResource.class)
class WatchTest {

  private static final String UPDATED = "notifications/resources/updated";
  private static final String WATCHED = "test://watched-resource";

  private final Cast cast = Cast.assemble();
  private final String key = McpService.agentKey(cast.owner().caller());

  @Test
  void aStreamWithoutASessionTellsOfWhatItHonours() {
    StatelessMcp client = StatelessMcp.at(McpService.endpoint(), key);
    String filter =
        "{'notifications':{'resourceSubscriptions':['%s','test://static-text']}}"
            .formatted(WATCHED);

    try (McpStream stream = client.open("subscriptions/listen", filter)) {
      JsonNode acknowledged = stream.next();
      Gated.bean(FixtureResources.class).change();
      JsonNode update = stream.next(UPDATED);

      assertThat(acknowledged.at("/params/notifications").toString())
          .isEqualTo("{\"resourceSubscriptions\":[\"%s\"]}".formatted(WATCHED));
      assertThat(update.at("/params/uri").asText()).isEqualTo(WATCHED);
    }
  }

  @Test
  void aSessionIsToldOnItsStandingStreamUntilItHasEnough() {
    Mcp client = McpService.client().as(key).connect();
    String watched = "{'uri':'%s'}".formatted(WATCHED);

    try (McpStream standing = client.listening()) {
      client.request("resources/subscribe", watched);
      JsonNode update =
          McpService.nudged(
              CompletableFuture.supplyAsync(() -> standing.next(UPDATED)),
              () -> Gated.bean(FixtureResources.class).change());
      client.request("resources/unsubscribe", watched);

      assertThat(update.at("/params/uri").asText()).isEqualTo(WATCHED);
    }
  }

  @Test
  void whatCanNotBeWatchedIsRefused() {
    Mcp client = McpService.client().as(key).connect();

    JsonNode watched = client.request("resources/subscribe", "{'uri':'%s'}".formatted(WATCHED));
    JsonNode other = client.request("resources/subscribe", "{'uri':'test://static-text'}");

    assertThat(watched.path("result").isObject()).isTrue();
    assertThat(other.at("/error/code").asInt()).isEqualTo(-32602);
  }

  @Test
  void whatIsNotThereIsSaidTheWayOfItsEra() {
    Mcp session = McpService.client().as(key).connect();
    StatelessMcp stateless = StatelessMcp.at(McpService.endpoint(), key);

    JsonNode before = session.request("resources/read", "{'uri':'test://nothing'}").path("error");
    JsonNode after =
        stateless.ask("resources/read", "{'uri':'test://nothing'}").message().path("error");

    assertThat(before.path("code").asInt()).isEqualTo(-32002);
    assertThat(after.path("code").asInt()).isEqualTo(-32602);
    assertThat(after.at("/data/uri").asText()).isEqualTo("test://nothing");
  }
}
