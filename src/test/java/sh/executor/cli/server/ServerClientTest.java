package sh.executor.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.api.AccountView;
import sh.executor.cli.output.CommandFailure;
import sh.executor.testkit.ScriptedServer;

class ServerClientTest {

  private final ConcurrentLinkedQueue<String> notes = new ConcurrentLinkedQueue<>();

  @Test
  void aCredentialGoesToItsServerAlone() throws IOException {
    try (ScriptedServer elsewhere = ScriptedServer.start((seen, wire) -> wire.answer(200, "{}"));
        ScriptedServer server =
            ScriptedServer.start(
                (seen, wire) ->
                    wire.answer(302, "", "Location: " + elsewhere.uri("/api/account/me")))) {
      CommandFailure failure = failure(server.uri(""));

      assertThat(failure).hasMessageContaining("sends callers elsewhere");
      assertThat(server.ledger().getFirst().header("authorization")).contains("Bearer s3cret");
      assertThat(elsewhere.ledger()).isEmpty();
    }
  }

  @Test
  void whatIsAskedIsJsonOfTheApi() throws IOException {
    try (ScriptedServer server =
            ScriptedServer.start((seen, wire) -> wire.answer(200, "{\"a\":[{\"b\":1}]}"));
        ServerClient client = client(server.uri(""), "s3cret")) {
      Reply reply = client.post("/x", Map.of("k", "v"), ServerClient.SOON);

      assertThat(reply.body().at("/a/0/b").asInt()).isEqualTo(1);
      assertThat(server.ledger().getFirst().target()).isEqualTo("/api/x");
      assertThat(server.ledger().getFirst().body()).isEqualTo("{\"k\":\"v\"}");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | {'_tag':'ToolNotFoundError','detail':'There is none.','suggestions':['a.b']}"
            + " | There is none. Did you mean 'a.b'? | ToolNotFoundError",
        "409 | {'_tag':'Busy','detail':'Not now.'} | Not now. | Busy",
        "401 | {'_tag':'Unauthorized','detail':'No.'} | does not know who you are | Unauthorized",
        "401 | Unauthorized | does not know who you are | Unauthorized",
        "502 | <html>bad gateway</html> | did not answer as an Executor does (status 502) | NotAnExecutor",
        "200 | <html>welcome</html> | did not answer as an Executor does (status 200) | NotAnExecutor",
        "404 | {'error':'who?'} | did not answer as an Executor does (status 404) | NotAnExecutor"
      })
  void whatIsNoSuccessIsToldInALine(int status, String body, String message, String tag)
      throws IOException {
    try (ScriptedServer server =
        ScriptedServer.start((seen, wire) -> wire.answer(status, body.replace('\'', '"')))) {
      CommandFailure failure = failure(server.uri(""));

      assertThat(failure).hasMessageContaining(message);
      assertThat(failure).message().doesNotContain("\n");
      assertThat(failure.tag()).isEqualTo(tag);
      assertThat(failure).message().doesNotContain("s3cret");
    }
  }

  @Test
  void aServerThatIsNotThereIsNamed() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }

    CommandFailure failure = failure(URI.create("http://127.0.0.1:" + port));

    assertThat(failure)
        .hasMessageContaining("takes no connections")
        .hasMessageContaining("" + port);
    assertThat(failure.tag()).isEqualTo("ServerUnreachable");
  }

  @Test
  void aHostThatIsNotKnownIsNamed() {
    assertThat(failure(URI.create("http://nowhere.invalid:1")))
        .hasMessageContaining("http://nowhere.invalid:1 is not a known host");
  }

  @Test
  void aServerThatHangsUpIsToldOf() throws IOException {
    try (ScriptedServer server = ScriptedServer.start((seen, wire) -> wire.drop())) {
      assertThat(failure(server.uri(""))).hasMessageContaining("Try again");
    }
  }

  @Test
  void aServerThatTakesTooLongIsGivenUp() throws IOException {
    try (ScriptedServer server = ScriptedServer.start((seen, wire) -> wire.awaitClose());
        ServerClient client = client(server.uri(""), "s3cret")) {
      assertThatThrownBy(() -> client.post("/x", Map.of(), Duration.ofMillis(100)))
          .hasMessageContaining("took too long");
    }
  }

  @Test
  void whoWaitsIsToldForWhat() throws IOException {
    try (ScriptedServer server =
            ScriptedServer.start(
                (seen, wire) -> {
                  // Answers once the client has said that it waits.
                  while (notes.isEmpty()) {
                    Thread.onSpinWait();
                  }
                  wire.answer(200, "{}");
                });
        ServerClient client = client(server.uri(""), "s3cret")) {
      assertThat(client.get("/x").body()).isEmpty();

      assertThat(notes).containsExactly("Waiting for " + server.uri("") + " ...");
    }
  }

  @Test
  void anAnswerOfAnotherShapeIsToldOf() throws IOException {
    try (ScriptedServer server = ScriptedServer.start((seen, wire) -> wire.answer(200, "[1]"));
        ServerClient client = client(server.uri(""), "s3cret")) {
      Reply reply = client.get("/account/me");

      assertThatThrownBy(() -> reply.as(AccountView.class))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("executor doctor");
    }
  }

  private CommandFailure failure(URI origin) {
    try (ServerClient client = client(origin, "s3cret")) {
      return catchThrowableOfType(CommandFailure.class, () -> client.get("/account/me"));
    }
  }

  private ServerClient client(URI origin, String credential) {
    return new ServerClient(new Endpoint(origin, credential), notes::add);
  }
}
