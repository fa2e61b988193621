package sh.executor.daemon.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.testkit.ScriptedServer;

/** What a client sees of servers, and of ways to them, that are not as they should be. */
class BridgeFaultsTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void aRequestThatNothingOpensTheServerForFailsAndTheNextGoesThrough() throws IOException {
    try (ScriptedServer server = ScriptedServer.start(Peer::legacy)) {
      Locked endpoint = new Locked(server);
      try (StdioClient client = StdioClient.of(endpoint)) {
        client.begin("2025-06-18");
        client.write(Peer.request(2, "tools/list"));
        assertThat(client.message().at("/result/method").asText()).isEqualTo("tools/list");
        endpoint.why = () -> new IllegalStateException("The sign-in has ended.");
        client.write(Peer.request(3, "tools/list"));
        client.write("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}");
        assertThat(client.message().at("/error/message").asText())
            .isEqualTo("The sign-in has ended.");
        await()
            .atMost(SOON)
            .untilAsserted(
                () ->
                    assertThat(client.notes())
                        .anySatisfy(
                            note -> assertThat(note).contains("roots", "sign-in has ended")));

        endpoint.why = () -> null;
        client.write(Peer.request(4, "tools/list"));

        assertThat(client.message().at("/result/method").asText()).isEqualTo("tools/list");
      }
    }
  }

  @Test
  void noRequestThatFailsTakesTheRoomOfOneThatDoesNot() throws IOException {
    try (ScriptedServer server = ScriptedServer.start(Peer::echo)) {
      Locked endpoint = new Locked(server);
      endpoint.why = IllegalArgumentException::new;
      try (StdioClient client = StdioClient.of(endpoint)) {
        for (int id = 0; id < 300; id++) {
          client.write(Peer.request(id, "ping"));
          assertThat(client.message().path("id").asInt()).isEqualTo(id);
        }
        endpoint.why = () -> null;
        client.write(Peer.request(300, "ping"));

        assertThat(client.message().at("/result/method").asText()).isEqualTo("ping");
      }
    }
  }

  @Test
  void aRevisionThatFitsInNoHeaderIsTheRequestsFailure() throws IOException {
    String agreed = Peer.agreed().replace("2025-06-18", "2025\\n06");
    try (ScriptedServer server =
            ScriptedServer.start((seen, wire) -> wire.answer(200, agreed, Peer.JSON));
        StdioClient client = StdioClient.of(server.uri("/mcp"), "")) {
      client.begin("2025-06-18");
      client.write(Peer.request(2, "ping"));

      assertThat(client.message().path("id").asInt()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><p>Sign in</p></html>",
        "",
        "null",
        "[]",
        "{}",
        "{\"id\":7,\"result\":{}}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"ping\",\"id\":1}"
      })
  void whatIsNoAnswerToTheRequestIsNotPassedOn(String body) throws IOException {
    try (ScriptedServer server =
            ScriptedServer.start(
                (seen, wire) -> wire.answer(200, body, "Content-Type: text/html"));
        StdioClient client = StdioClient.of(server.uri("/mcp"), "")) {
      client.write(Peer.request(1, "ping"));

      assertThat(client.line())
          .startsWith("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":")
          .contains("HTTP 200, and not as MCP");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"<html>|-32000", "{\"error\":{\"code\":-32700,\"message\":\"No\"}}|-32700"})
  void whatIsNoBatchIsNoAnswerToOne(String body, int code) throws IOException {
    try (ScriptedServer server =
            ScriptedServer.start((seen, wire) -> wire.answer(200, body, Peer.JSON));
        StdioClient client = StdioClient.of(server.uri("/mcp"), "")) {
      client.write('[' + Peer.request(1, "a") + ',' + Peer.request(2, "b") + ']');

      assertThat(client.message().findValuesAsText("code")).containsOnly("" + code).hasSize(2);
    }
  }

  @Test
  void aBatchIsAnsweredByOne() throws IOException {
    String answers = '[' + Peer.result(2, "b") + ',' + Peer.result(1, "a") + ']';
    try (ScriptedServer server =
            ScriptedServer.start((seen, wire) -> wire.answer(200, answers, Peer.JSON));
        StdioClient client = StdioClient.of(server.uri("/mcp"), "")) {
      client.write('[' + Peer.request(1, "a") + ',' + Peer.request(2, "b") + ']');

      assertThat(client.line()).isEqualTo(answers);
    }
  }

  @Test
  void ofAStreamOnlyMessagesArePassedOn() throws IOException {
    String heard = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}";
    String events =
        Peer.event("1", "<p>one moment</p>")
            + Peer.chunk("event: ping\r\nid: 2\r\ndata: " + Peer.result(1, "no") + "\r\n\r\n")
            + Peer.event("3", "[<")
            + Peer.chunk("event: message\r\ndata: " + heard + "\r\n\r\n");
    try (ScriptedServer server =
            ScriptedServer.start(
                (seen, wire) -> {
                  if (seen.method().equals("GET")) {
                    wire.send(Peer.EVENTS + events);
                    wire.awaitClose();
                  } else if (seen.body().contains("tools/call")) {
                    wire.send(Peer.EVENTS + events + Peer.event("4", Peer.result(1, "yes")));
                    wire.send("0\r\n\r\n");
                  } else {
                    Peer.legacy(seen, wire);
                  }
                });
        StdioClient client = StdioClient.of(server.uri("/mcp"), "")) {
      client.begin("2025-06-18");
      assertThat(client.line()).as("unasked").isEqualTo(heard);

      client.write(Peer.request(1, "tools/call"));

      assertThat(List.of(client.line(), client.line()))
          .containsExactly(heard, Peer.result(1, "yes"));
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void aServerThatForgetsEachSessionAtOnceIsNotAskedForEver() throws IOException {
    AtomicBoolean confirmed = new AtomicBoolean();
    try (ScriptedServer server =
            ScriptedServer.start(
                (seen, wire) -> {
                  boolean first = seen.body().contains("initialized") && !confirmed.getAndSet(true);
                  if (first || seen.body().contains("\"initialize\"")) {
                    Peer.legacy(seen, wire);
                  } else {
                    wire.answer(404, Peer.error("null", -32001), Peer.JSON);
                  }
                });
        StdioClient client = StdioClient.of(server.uri("/mcp"), "")) {
      client.begin("2025-06-18");
      client.write(Peer.request(2, "tools/list"));

      assertThat(client.message().at("/error/code").asInt()).isEqualTo(-32001);
      assertThat(server.ledger().stream().filter(seen -> seen.body().contains("\"initialize\"")))
          .as("sessions begun, the first and one before each further attempt")
          .hasSize(4);
    }
  }

  @Test
  void aStreamIsOpenedOnceThereIsAWayToTheServer() throws IOException {
    try (ScriptedServer server = ScriptedServer.start(Peer::legacy)) {
      Locked endpoint = new Locked(server);
      endpoint.known = Optional::empty;
      try (StdioClient client = StdioClient.of(endpoint)) {
        client.begin("2025-06-18");
        client.write(Peer.request(2, "ping"));
        assertThat(client.message().path("id").asInt()).isEqualTo(2);
        endpoint.known = () -> Optional.of(endpoint.target());

        await()
            .atMost(SOON)
            .until(() -> server.ledger().stream().anyMatch(seen -> seen.method().equals("GET")));
      }
    }
  }

  /** An endpoint that may say why it opens for nobody. */
  private static final class Locked implements Endpoint {

    private final ScriptedServer server;
    private volatile Supplier<RuntimeException> why = () -> null;
    private volatile Supplier<Optional<Target>> known;

    Locked(ScriptedServer server) {
      this.server = server;
      this.known = () -> Optional.of(target());
    }

    @Override
    public Target target() {
      RuntimeException failure = why.get();
      if (failure != null) {
        throw failure;
      }
      return new Target(server.uri("/mcp"), "");
    }

    @Override
    public Optional<Target> known() {
      return known.get();
    }

    @Override
    public void lost(Target target) {}
  }
}
