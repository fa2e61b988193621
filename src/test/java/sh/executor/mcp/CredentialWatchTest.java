package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sh.executor.auth.ApiKey;
import sh.executor.auth.ApiKeys;
import sh.executor.auth.Authenticator;
import sh.executor.database.Database;
import sh.executor.kernel.Caller;
import sh.executor.testkit.Cast;
import sh.executor.testkit.Mcp;
import sh.executor.testkit.McpStream;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.StatelessMcp;

/** Streams that outlive the credential they were opened with, but not by much. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class CredentialWatchTest {

  private final Cast cast = Cast.assemble();
  private final Caller owner = cast.owner().caller();
  private final ApiKey.Created key =
      Gated.bean(ApiKeys.class).create(owner, Caller.Credential.AGENT, "soon gone");

  @Test
  void aRevokedKeyEndsAStandingStreamButNotItsSession() {
    Mcp client = McpService.client().as(key.value()).connect();

    try (McpStream stream = client.listening()) {
      revoke();

      stream.readToItsEnd();
    }
    Mcp other = McpService.client().as(cast.owner().key()).in(client.sessionId());
    assertThat(other.request("ping", "{}").has("result")).isTrue();
  }

  @Test
  void aRevokedKeyEndsAStreamThatWasTakenUp() {
    Mcp client = McpService.client().as(key.value()).connect();
    McpStream cut =
        client.calling("execute", "{'code':'await tools.search({query: `x`}); while (true) {}'}");
    JsonNode _ = cut.next("notifications/progress");
    String last = cut.lastEventId();
    cut.close();

    try (McpStream again = client.listeningAfter(last)) {
      revoke();

      assertThat(again.endsUnanswered()).isTrue();
    }
    McpService.client().as(cast.owner().key()).in(client.sessionId()).delete();
  }

  @Test
  void aRevokedKeyEndsAStreamOfHttpSse() {
    Mcp client = Mcp.at(McpService.endpoint().resolve("/sse")).as(key.value());

    try (McpStream stream = client.listening()) {
      revoke();

      stream.readToItsEnd();
    }
  }

  @Test
  void aRevokedKeyEndsWhatListensThoughThereIsNothingToTell() {
    StatelessMcp client = StatelessMcp.at(McpService.endpoint(), key.value());

    try (McpStream stream =
        client.open("subscriptions/listen", "{'notifications':{'toolsListChanged':true}}")) {
      stream.next("notifications/subscriptions/acknowledged");
      revoke();

      assertThat(stream.next().at("/result/resultType").asText()).isEqualTo("complete");
    }
  }

  @Test
  void whoLeavesTheOrganisationHearsNothingMore() {
    Mcp client = McpService.client().as(cast.member().key()).connect();

    try (McpStream stream = client.listening()) {
      Gated.bean(Database.class)
          .run(
              "delete from membership where account_id = ?",
              cast.member().caller().account().value());

      stream.readToItsEnd();
    }
  }

  @Test
  void onlyStreamsThatStandAreLookedAt() {
    CredentialWatch watch = watch();
    TestExchange first = exchange(cast.owner().key());
    TestExchange second = exchange(cast.owner().key());

    watch.watch(first, owner, first.stream(Map.of()));
    watch.watch(second, owner, second.stream(Map.of()));
    int both = watch.credentials();
    first.close();
    int one = watch.credentials();
    second.close();

    assertThat(both).isEqualTo(1);
    assertThat(one).isEqualTo(1);
    assertThat(watch.credentials()).isZero();
  }

  @Test
  void whatIsStillGoodEndsNothing() {
    CredentialWatch watch = watch();
    TestExchange exchange = exchange(cast.owner().key());
    watch.watch(exchange, owner, exchange.stream(Map.of()));

    watch.look();

    assertThat(exchange.isQuiet()).isTrue();
    assertThat(watch.credentials()).isEqualTo(1);
  }

  @Test
  void aTokenThatHasRunOutEndsOnlyWhatCanBeOpenedAnew() throws Exception {
    CredentialWatch watch = watch();
    TestExchange standing = exchange("header.claims.signature");
    TestExchange only = exchange("header.claims.signature");
    watch.watch(standing, owner, standing.stream(Map.of()));
    watch.watchOnly(only, owner, only.stream(Map.of()));

    watch.look();

    assertThat(standing.next()).startsWith(": the credential opens nothing any more");
    assertThat(only.isQuiet()).isTrue();
    assertThat(watch.credentials()).isEqualTo(1);
  }

  @Test
  void whatAnotherNodePassedOnIsLookedAtThere() {
    CredentialWatch watch = watch();
    TestExchange exchange = new TestExchange(Map.of());

    watch.watch(exchange, owner, exchange.stream(Map.of()));

    assertThat(watch.credentials()).isZero();
    assertThat(watch.isLetIn(exchange, owner)).isTrue();
  }

  private void revoke() {
    Gated.bean(ApiKeys.class).revoke(owner, key.key().id());
  }

  /** One of the test's own, which looks when it is told to. */
  private static CredentialWatch watch() {
    return new CredentialWatch(Gated.bean(Authenticator.class), TestMcpConfig.defaults());
  }

  private static TestExchange exchange(String token) {
    return new TestExchange(Map.of("authorization", "Bearer " + token));
  }
}
