package sh.executor.daemon.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.daemon.LocalServerException;
import sh.executor.testkit.ScriptedServer;
import sh.executor.testkit.ScriptedServer.Seen;

/** What goes over the wire for what a client writes, with servers of the world outside. */
class BridgeTest {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String STATELESS =
      "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":{%s\"_meta\":"
          + "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}";

  @Test
  void aSessionIsTheBridgesToRemember() throws IOException {
    try (ScriptedServer server = ScriptedServer.start(Peer::legacy)) {
      try (StdioClient client = client(server)) {
        assertThat(client.begin("2025-06-18").at("/result/protocolVersion").asText())
            .isEqualTo("2025-06-18");
        client.write(Peer.request(2, "tools/list"));
        assertThat(client.message().at("/result/method").asText()).isEqualTo("tools/list");
        seen(server, "GET");
      }

      Seen list = seen(server, "tools/list");
      assertThat(seen(server, "initialize").header("mcp-session-id")).isEmpty();
      assertThat(list.header("mcp-session-id")).contains("s1");
      assertThat(list.header("mcp-protocol-version")).contains("2025-06-18");
      assertThat(list.header("authorization")).contains("Bearer key");
      assertThat(list.target()).isEqualTo("/mcp?elicitation_mode=browser");
      assertThat(seen(server, "GET").header("mcp-session-id")).contains("s1");
      assertThat(seen(server, "DELETE").header("mcp-session-id")).contains("s1");
    }
  }

  @Test
  void whatIsForwardedStaysAsItIs() throws IOException {
    String odd = "{ \"x\": [1e0, 1.10,\"\\u0041\\/ü\"],\"method\":\"odd\" , \"id\":\"\\u0031\" }";
    String answer = "{\n  \"id\" :\"\\u0031\",\r\n \"result\": {\"z\":1E+2, \"ä\":\"a\\nb\"}\n}";
    try (ScriptedServer server =
            ScriptedServer.start((seen, wire) -> wire.answer(200, answer, Peer.JSON));
        StdioClient client = client(server)) {
      client.write(odd);

      assertThat(client.line()).isEqualTo(answer.replace('\n', ' ').replace('\r', ' '));
      assertThat(server.ledger().getFirst().body()).isEqualTo(odd);
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "tools/call, '\"name\":\"execute\",', execute",
        "resources/read, '\"uri\":\"file:///a b\",', file:///a b",
        "tools/call, '\"name\":\"größe\",', =?base64?Z3LDtsOfZQ==?=",
        "tools/call, '\"name\":\" x\",', =?base64?IHg=?=",
        "server/discover, '', -"
      })
  void aStatelessRequestSaysInItsHeadersWhatItSaysInItsBody(
      String method, String parameters, @Nullable String name) throws IOException {
    try (ScriptedServer server = ScriptedServer.start(Peer::echo);
        StdioClient client = client(server)) {
      client.write(STATELESS.formatted("7", method, parameters));

      assertThat(client.message().path("id").asInt()).isEqualTo(7);
      Seen seen = server.ledger().getFirst();
      assertThat(seen.header("mcp-protocol-version")).contains("2026-07-28");
      assertThat(seen.header("mcp-method")).contains(method);
      assertThat(seen.header("mcp-name")).isEqualTo(Optional.ofNullable(name));
      assertThat(seen.header("mcp-session-id")).isEmpty();
    }
  }

  @Test
  void takingAStatelessRequestBackBreaksItOff() throws Exception {
    CountDownLatch brokenOff = new CountDownLatch(1);
    try (ScriptedServer server =
            ScriptedServer.start(
                (seen, wire) -> {
                  if (seen.body().contains("slow")) {
                    wire.awaitClose();
                    brokenOff.countDown();
                  } else {
                    Peer.echo(seen, wire);
                  }
                });
        StdioClient client = client(server)) {
      client.write(STATELESS.formatted("\"a\"", "slow", ""));
      seen(server, "slow");
      client.write(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"a\"}}");

      assertThat(brokenOff.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      client.write(STATELESS.formatted("2", "ping", ""));
      assertThat(client.message().path("id").asInt()).isEqualTo(2);
      assertThat(server.ledger()).hasSize(2);
    }
  }

  @Test
  void answersComeAsTheyAreReadyWhicheverWasAskedFirst() throws IOException {
    CountDownLatch second = new CountDownLatch(1);
    try (ScriptedServer server =
            ScriptedServer.start(
                (seen, wire) -> {
                  if (seen.body().contains("first")) {
                    second.await();
                  }
                  Peer.echo(seen, wire);
                });
        StdioClient client = client(server)) {
      client.write(Peer.request(1, "first")).write(Peer.request(2, "second"));

      assertThat(client.message().path("id").asInt()).isEqualTo(2);
      second.countDown();
      assertThat(client.message().path("id").asInt()).isEqualTo(1);
    }
  }

  @Test
  void manyRequestsAtOnceAreAllAnsweredOnce() throws IOException {
    try (ScriptedServer server = ScriptedServer.start(Peer::echo);
        StdioClient client = client(server)) {
      for (int id = 0; id < 200; id++) {
        client.write(Peer.request(id, "ping"));
      }

      Set<Integer> answered = new HashSet<>();
      for (int id = 0; id < 200; id++) {
        answered.add(client.message().path("id").asInt());
      }
      assertThat(answered).hasSize(200);
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void theServersQuestionsAndTheClientsAnswersGoThrough() throws IOException {
    CountDownLatch answered = new CountDownLatch(1);
    String question = "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"elicitation/create\"}";
    try (ScriptedServer server =
            ScriptedServer.start(
                (seen, wire) -> {
                  if (seen.body().contains("tools/call")) {
                    wire.send(Peer.EVENTS + Peer.event("1:1", "") + Peer.event("1:2", question));
                    answered.await();
                    wire.send(Peer.event("1:3", Peer.result(2, "done")) + "0\r\n\r\n");
                  } else {
                    Peer.legacy(seen, wire);
                    if (seen.body().contains("accept")) {
                      answered.countDown();
                    }
                  }
                });
        StdioClient client = client(server)) {
      client.begin("2025-06-18");
      client.write(Peer.request(2, "tools/call"));
      assertThat(client.line()).isEqualTo(question);

      client.write("{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":{\"action\":\"accept\"}}");

      assertThat(client.line()).isEqualTo(Peer.result(2, "done"));
      assertThat(seen(server, "accept").header("mcp-session-id")).contains("s1");
    }
  }

  @Test
  void whatTheServerSaysUnaskedArrivesOnceAlsoAcrossAReconnect() throws IOException {
    AtomicInteger streams = new AtomicInteger();
    String first = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";
    String second = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}";
    try (ScriptedServer server =
            ScriptedServer.start(
                (seen, wire) -> {
                  if (!seen.method().equals("GET")) {
                    Peer.legacy(seen, wire);
                  } else if (streams.incrementAndGet() == 1) {
                    wire.send(Peer.EVENTS + Peer.event("0:1", first));
                    wire.drop();
                  } else {
                    wire.send(Peer.EVENTS + Peer.event("0:2", second));
                    wire.awaitClose();
                  }
                });
        StdioClient client = client(server)) {
      client.begin("2025-06-18");

      assertThat(List.of(client.line(), client.line())).containsExactly(first, second);
      assertThat(server.ledger().stream().filter(seen -> seen.method().equals("GET")))
          .extracting(seen -> seen.header("last-event-id"))
          .containsExactly(Optional.empty(), Optional.of("0:1"));
    }
  }

  @Test
  void anAnswerThatBreaksOffIsGoneOnWith() throws IOException {
    try (ScriptedServer server =
            ScriptedServer.start(
                (seen, wire) -> {
                  if (seen.body().contains("tools/call")) {
                    wire.send(
                        Peer.EVENTS + Peer.chunk("retry: 10\r\n\r\n") + Peer.event("5:1", ""));
                    wire.drop();
                  } else if (seen.header("last-event-id").isPresent()) {
                    wire.send(
                        Peer.EVENTS + Peer.event("5:2", Peer.result(2, "late")) + "0\r\n\r\n");
                  } else {
                    Peer.legacy(seen, wire);
                  }
                });
        StdioClient client = client(server)) {
      client.begin("2025-06-18");
      client.write(Peer.request(2, "tools/call"));

      assertThat(client.line()).isEqualTo(Peer.result(2, "late"));
      assertThat(server.ledger())
          .anySatisfy(seen -> assertThat(seen.header("last-event-id")).contains("5:1"));
    }
  }

  @Test
  void aSessionTheServerForgotIsBegunAgainAsTheClientBeganIt() throws IOException {
    AtomicReference<String> current = new AtomicReference<>("old");
    try (ScriptedServer server =
            ScriptedServer.start(
                (seen, wire) -> {
                  if (seen.body().contains("\"initialize\"")) {
                    wire.answer(200, Peer.agreed(), Peer.JSON, "Mcp-Session-Id: " + current.get());
                  } else if (seen.header("mcp-session-id")
                      .filter(current.get()::equals)
                      .isEmpty()) {
                    wire.answer(404, Peer.error("null", -32001), Peer.JSON);
                  } else {
                    Peer.legacy(seen, wire);
                  }
                });
        StdioClient client = client(server)) {
      client.begin("2025-06-18");
      seen(server, "GET");
      current.set("new");

      client.write(Peer.request(2, "tools/list")).write(Peer.request(3, "tools/list"));

      JsonNode first = client.message();
      JsonNode second = client.message();
      assertThat(List.of(first.path("id").asInt(), second.path("id").asInt()))
          .containsExactlyInAnyOrder(2, 3);
      assertThat(client.rest()).isEmpty();
      assertThat(server.ledger().stream().filter(seen -> seen.body().contains("\"initialize\"")))
          .as("begun twice, with the same words")
          .extracting(Seen::body)
          .hasSize(2)
          .containsOnly(seen(server, "\"initialize\"").body());
      assertThat(client.notes()).anySatisfy(note -> assertThat(note).contains("forgotten"));
    }
  }

  @Test
  void aServerThatDiesBeforeItAnswersFailsTheCallAtOnceAndTheNextFindsAnother() throws IOException {
    ScriptedServer dying =
        ScriptedServer.start(
            (seen, wire) -> {
              if (seen.body().contains("tools/call")) {
                wire.drop();
              } else {
                Peer.legacy(seen, wire);
              }
            });
    try (ScriptedServer next = ScriptedServer.start(Peer::legacy)) {
      Moving endpoint = new Moving(dying);
      try (StdioClient client = StdioClient.of(endpoint)) {
        client.begin("2025-06-18");
        client.write(Peer.request(2, "tools/call"));

        JsonNode failure = client.message();
        dying.close();
        endpoint.next = next;
        client.write(Peer.request(3, "tools/list"));

        assertThat(failure.path("id").asInt()).isEqualTo(2);
        assertThat(failure.at("/error/code").asInt()).isEqualTo(-32000);
        assertThat(failure.at("/error/message").asText()).contains("not sent again");
        assertThat(client.message().path("id").asInt()).isEqualTo(3);
        assertThat(endpoint.losses.get()).isEqualTo(1);
        assertThat(next.ledger()).noneSatisfy(s -> assertThat(s.body()).contains("tools/call"));
      }
    }
  }

  @Test
  void withoutAServerEachRequestIsToldWhy() {
    Endpoint none =
        new Endpoint() {
          @Override
          public Target target() {
            throw new LocalServerException("The disk is full.");
          }

          @Override
          public Optional<Target> known() {
            return Optional.empty();
          }

          @Override
          public void lost(Target target) {}
        };
    try (StdioClient client = StdioClient.of(none)) {
      client.write(Peer.request(1, "initialize")).write("[" + Peer.request(2, "a") + ']');

      assertThat(client.message().at("/error/message").asText()).isEqualTo("The disk is full.");
      assertThat(client.message().at("/0/id").asInt()).isEqualTo(2);
    }
  }

  @Test
  void refusalsAreAnswersToTheRequest() throws IOException {
    try (ScriptedServer server =
            ScriptedServer.start(
                (seen, wire) -> {
                  if (seen.body().contains("own")) {
                    wire.answer(400, Peer.error("1", -32602), Peer.JSON);
                  } else if (seen.body().contains("nobody")) {
                    wire.answer(403, Peer.error("null", -32003), Peer.JSON);
                  } else if (seen.body().contains("stranger")) {
                    wire.answer(401, "Unauthorized");
                  } else {
                    wire.answer(500, "<html>", "Content-Type: text/html");
                  }
                });
        StdioClient client = client(server)) {
      client.write(Peer.request(1, "own"));
      assertThat(client.line()).isEqualTo(Peer.error("1", -32602));
      client.write(Peer.request(2, "nobody"));
      assertThat(client.line())
          .isEqualTo(
              "{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":-32003,\"message\":\"No\"}}");
      client.write(Peer.request(3, "stranger"));
      assertThat(client.message().at("/error/message").asText()).contains("executor login");
      client.write(Peer.request(4, "odd"));
      assertThat(client.message().at("/error/message").asText()).contains("HTTP 500");
    }
  }

  @Test
  void aServerThatIsBusyIsAskedAgain() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    try (ScriptedServer server =
            ScriptedServer.start(
                (seen, wire) -> {
                  if (asked.incrementAndGet() < 3) {
                    wire.answer(503, "", "Retry-After: 0");
                  } else {
                    Peer.echo(seen, wire);
                  }
                });
        StdioClient client = client(server)) {
      client.write(Peer.request(1, "ping"));

      assertThat(client.message().at("/result/method").asText()).isEqualTo("ping");
    }
  }

  @ParameterizedTest
  @CsvSource({"'{\"a\":', -32700", "nonsense, -32700", "'{\"jsonrpc\":\"2.0\"}', -32700"})
  void whatIsNoMessageIsAnsweredHere(String line, int code) throws IOException {
    try (ScriptedServer server = ScriptedServer.start(Peer::echo);
        StdioClient client = client(server)) {
      client.write(" \r").write(line);

      assertThat(client.message().at("/error/code").asInt()).isEqualTo(code);
      assertThat(server.ledger()).isEmpty();
    }
  }

  @Test
  void aLineThatIsTooLongIsRefusedAndTheNextIsTaken() throws IOException {
    try (ScriptedServer server = ScriptedServer.start(Peer::echo);
        StdioClient client = client(server)) {
      client.write("x".repeat(Lines.BYTES_MAX + 1)).write(Peer.request(1, "ping"));

      assertThat(client.message().at("/error/code").asInt()).isEqualTo(-32600);
      assertThat(client.message().path("id").asInt()).isEqualTo(1);
    }
  }

  @Test
  void whatIsUnderWayAtTheEndOfTheInputIsStillAnswered() throws IOException {
    CountDownLatch go = new CountDownLatch(1);
    try (ScriptedServer server =
            ScriptedServer.start(
                (seen, wire) -> {
                  if (seen.body().contains("slow")) {
                    go.await();
                  }
                  Peer.echo(seen, wire);
                });
        StdioClient client = client(server)) {
      client.write(Peer.request(1, "ping"));
      assertThat(client.message().path("id").asInt()).isEqualTo(1);
      client.write(Peer.request(2, "slow"));
      seen(server, "slow");

      client.end();
      client.awaitEndSeen();
      go.countDown();

      assertThat(client.message().path("id").asInt()).isEqualTo(2);
    }
  }

  @Test
  void aCallThatHangsDoesNotKeepTheBridgeFromEnding() throws IOException {
    try (ScriptedServer server = ScriptedServer.start((seen, wire) -> wire.awaitClose())) {
      StdioClient client = client(server);
      client.write(Peer.request(1, "ping"));
      seen(server, "ping");

      client.close();

      assertThat(client.rest()).isEmpty();
    }
  }

  /** An endpoint whose server can be replaced. */
  private static final class Moving implements Endpoint {

    private final AtomicInteger losses = new AtomicInteger();
    private volatile ScriptedServer server;
    private volatile ScriptedServer next;

    Moving(ScriptedServer server) {
      this.server = server;
      this.next = server;
    }

    @Override
    public Target target() {
      return new Target(server.uri("/mcp"), "");
    }

    @Override
    public Optional<Target> known() {
      return server == next ? Optional.of(target()) : Optional.empty();
    }

    @Override
    public void lost(Target target) {
      losses.incrementAndGet();
      server = next;
    }
  }

  private static StdioClient client(ScriptedServer server) {
    return StdioClient.of(server.uri("/mcp?elicitation_mode=browser"), "key");
  }

  /** The first request whose method or body has this in it, once it is there. */
  private static Seen seen(ScriptedServer server, String what) {
    await()
        .atMost(SOON)
        .until(() -> server.ledger().stream().anyMatch(seen -> matches(seen, what)));
    return server.ledger().stream().filter(seen -> matches(seen, what)).findFirst().orElseThrow();
  }

  private static boolean matches(Seen seen, String what) {
    return seen.method().equals(what) || seen.body().contains(what);
  }
}
