package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import sh.executor.auth.ApiKey;
import sh.executor.auth.ApiKeys;
import sh.executor.catalog.CatalogChanges;
import sh.executor.kernel.Caller;
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
  private final Caller owner = cast.owner().caller();
  private final StatelessMcp client =
      StatelessMcp.at(McpService.endpoint(), McpService.agentKey(owner));

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
  void whatWasNotAskedForOrIsNotThereIsNotTold() throws Exception {
    String others =
        "{'notifications':{'promptsListChanged':true,'resourceSubscriptions':['file:///x']}}";
    ModernListen listen = listen();
    TestExchange narrow = exchange(cast.owner().key());
    TestExchange tools = exchange(cast.owner().key());

    listen.open(narrow, owner, request(others, "{}"));
    listen.open(tools, owner, request(TOOLS, "{}"));
    JsonNode acknowledged = narrow.nextMessage();
    tools.nextMessage();
    Gated.connect(owner);

    assertThat(tools.nextMessage().path("method").asText())
        .isEqualTo("notifications/tools/list_changed");
    assertThat(acknowledged.at("/params/notifications").isEmpty()).isTrue();
    assertThat(narrow.isQuiet()).isTrue();
  }

  @Test
  void aNodeThatStopsEndsItsStreamsWithAResultAndBeginsNone() throws Exception {
    ModernListen listen = listen();
    TestExchange before = exchange(cast.owner().key());
    TestExchange after = exchange(cast.owner().key());

    listen.open(before, owner, request(TOOLS, "{}"));
    before.nextMessage();
    listen.close(new ShutdownDelayInitiatedEvent());
    JsonNode result = before.nextMessage();
    listen.open(after, owner, request(TOOLS, "{}"));

    assertThat(result.path("id").asLong()).isEqualTo(7);
    assertThat(result.at("/result/resultType").asText()).isEqualTo("complete");
    assertThat(result.path("result").path("_meta").path(ModernMeta.SUBSCRIPTION).asLong())
        .isEqualTo(7);
    assertThat(after.next()).startsWith("503 ").contains("\"id\":7", "-32603");
  }

  @Test
  void nobodyListensToMoreThanTheirShare() throws Exception {
    ModernListen listen = listen();
    List<TestExchange> all = new ArrayList<>();
    int share = Gated.bean(McpConfig.class).listensPerAccountMax();

    for (int i = 0; i <= share; i++) {
      TestExchange exchange = exchange(cast.owner().key());
      listen.open(exchange, owner, request(TOOLS, "{}"));
      all.add(exchange);
    }
    TestExchange others = exchange(cast.member().key());
    listen.open(others, cast.member().caller(), request(TOOLS, "{}"));
    all.getFirst().close();
    TestExchange instead = exchange(cast.owner().key());
    listen.open(instead, owner, request(TOOLS, "{}"));

    assertThat(all.getLast().next()).startsWith("503 ");
    assertThat(others.nextMessage().path("method").asText()).isEqualTo(ACKNOWLEDGED);
    assertThat(instead.nextMessage().path("method").asText()).isEqualTo(ACKNOWLEDGED);
    all.forEach(TestExchange::close);
  }

  @Test
  void whoIsNotLetInAnyMoreIsNotTold() {
    ApiKeys keys = Gated.bean(ApiKeys.class);
    ApiKey.Created key = keys.create(owner, Caller.Credential.AGENT, "soon gone");
    StatelessMcp agent = StatelessMcp.at(McpService.endpoint(), key.value());

    try (McpStream stream = agent.open(LISTEN, TOOLS)) {
      stream.next(ACKNOWLEDGED);
      keys.revoke(owner, key.key().id());
      Gated.connect(owner);
      JsonNode next = stream.next();

      assertThat(next.has("method")).isFalse();
      assertThat(next.at("/result/resultType").asText()).isEqualTo("complete");
    }
  }

  @Test
  void whoWantsToHearOfTasksSaysSoTwice() {
    String filter = "{'notifications':{'taskIds':['exec_1']}}";
    StatelessMcp tasks = client.offering("{'extensions':{'io.modelcontextprotocol/tasks':{}}}");

    Mcp.Answer refused = client.ask(LISTEN, filter);
    try (McpStream stream = tasks.open(LISTEN, filter)) {
      JsonNode acknowledged = stream.next(ACKNOWLEDGED);

      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.message().at("/error/code").asInt()).isEqualTo(-32021);
      assertThat(acknowledged.at("/params/notifications").isEmpty()).isTrue();
    }
  }

  /** One that knows nothing of the service's end, and is not known to it. */
  private static ModernListen listen() {
    return new ModernListen(
        Gated.bean(McpConfig.class),
        Gated.bean(Timers.class),
        Gated.bean(CatalogChanges.class),
        Gated.bean(ResourceMethods.class),
        Gated.bean(ServerIdentity.class),
        Gated.bean(CredentialWatch.class),
        Executors.newVirtualThreadPerTaskExecutor());
  }

  private static TestExchange exchange(String key) {
    return new TestExchange(Map.of("authorization", "Bearer " + key));
  }

  private static ModernRequest request(String params, String capabilities) {
    return new ModernRequest(
        new Message.Request(IntNode.valueOf(7), LISTEN, (ObjectNode) StatelessMcp.tree(params)),
        (ObjectNode) StatelessMcp.tree(capabilities),
        Optional.empty());
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
