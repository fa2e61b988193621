package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.executor.execution.Cancellation;
import sh.executor.execution.Resource;
import sh.executor.session.EventStore;
import sh.executor.session.LiveSession;
import sh.executor.session.Sessions;
import sh.executor.session.model.Terms;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;

/**
 * What is asked of a client besides the questions of runs, and told it, on the stream of a call.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class SessionLineTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

  private final Cast cast = Cast.assemble();
  private final TestExchange exchange = new TestExchange(Map.of());
  private final Cancellation wanted = new Cancellation();
  private LiveSession session;
  private Line line;

  @BeforeEach
  void begin() {
    Sessions sessions = Gated.bean(Sessions.class);
    ObjectNode initialize = Json.object();
    initialize.putObject("params").putObject("capabilities").putObject("sampling");
    session =
        sessions
            .open(
                cast.owner().caller(), Resource.DEFAULT, new Terms("2025-11-25", null, initialize))
            .orElseThrow()
            .session();
    KeptStream kept = new KeptStream(Gated.bean(EventStore.class), session, session.nextStream());
    PostReply reply =
        new PostReply(exchange, Gated.bean(Timers.class), Gated.bean(McpConfig.class), kept, "id");
    line = new SessionLine(sessions, session, reply);
  }

  @Test
  void aClientAnswersWhatItIsAsked() throws Exception {
    CompletableFuture<Reply> first = ask("sampling/createMessage", LONG);
    JsonNode sampling = exchange.nextMessage();
    CompletableFuture<Reply> second = ask("roots/list", LONG);
    JsonNode roots = exchange.nextMessage();

    hear(roots, "{\"error\":{\"code\":-32601,\"message\":\"no roots\"}}");
    hear(sampling, "{\"result\":{\"model\":\"m\"}}");

    assertThat(sampling.path("method").asText()).isEqualTo("sampling/createMessage");
    assertThat(first.join())
        .isInstanceOfSatisfying(
            Reply.Result.class, it -> assertThat(it.value().path("model").asText()).isEqualTo("m"));
    assertThat(second.join()).isEqualTo(Reply.refuse(-32601, "no roots"));
    assertThat(exchange.isQuiet()).isTrue();
  }

  @Test
  void aResultThatIsNoneIsToldApart() throws Exception {
    CompletableFuture<Reply> asked = ask("ping", LONG);

    hear(exchange.nextMessage(), "{\"result\":7}");

    assertThat(asked.join()).isInstanceOf(Reply.Refusal.class);
  }

  @Test
  void whatIsNotWantedAnyMoreIsTakenBack() throws Exception {
    CompletableFuture<Reply> asked = ask("ping", LONG);
    JsonNode ping = exchange.nextMessage();

    wanted.cancel("enough");

    JsonNode cancelled = exchange.nextMessage();
    assertThat(asked.join()).isInstanceOf(Reply.Refusal.class);
    assertThat(cancelled.path("method").asText()).isEqualTo("notifications/cancelled");
    assertThat(cancelled.at("/params/requestId")).isEqualTo(ping.path("id"));
  }

  @Test
  void whatIsNotAnsweredInTimeIsTakenBack() throws Exception {
    CompletableFuture<Reply> asked = ask("ping", Duration.ofMillis(1));

    JsonNode ping = exchange.nextMessage();
    JsonNode cancelled = exchange.nextMessage();

    assertThat(asked.join()).isInstanceOf(Reply.Refusal.class);
    assertThat(cancelled.at("/params/requestId")).isEqualTo(ping.path("id"));
    hear(ping, "{\"result\":{}}");
  }

  @Test
  void anEndedSessionAnswersNothingMore() throws Exception {
    CompletableFuture<Reply> asked = ask("ping", LONG);
    JsonNode _ = exchange.nextMessage();

    Gated.bean(Sessions.class).end(session);

    assertThat(asked.join()).isInstanceOf(Reply.Refusal.class);
  }

  @Test
  void onlySoMuchIsAskedAtOnce() throws Exception {
    List<CompletableFuture<Reply>> asked = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      asked.add(ask("ping", LONG));
      JsonNode _ = exchange.nextMessage();
    }

    Reply refused = line.request("ping", Json.object(), LONG, wanted);

    assertThat(refused).isInstanceOf(Reply.Refusal.class);
    assertThat(exchange.isQuiet()).isTrue();
    wanted.cancel("enough");
    asked.forEach(CompletableFuture::join);
  }

  @Test
  void logMessagesComeFromTheLevelThatWasSet() throws Exception {
    line.log(LogLevel.EMERGENCY, "test", "before anything was set");

    boolean set = line.logFrom(LogLevel.WARNING);
    line.log(LogLevel.NOTICE, "test", "less");
    line.log(LogLevel.WARNING, "test", "enough");

    JsonNode message = exchange.nextMessage();
    assertThat(set).isTrue();
    assertThat(message.path("method").asText()).isEqualTo("notifications/message");
    assertThat(message.path("params").toString())
        .isEqualTo("{\"level\":\"warning\",\"logger\":\"test\",\"data\":\"enough\"}");
    assertThat(exchange.isQuiet()).isTrue();
  }

  @Test
  void aClientDeclaresWhatItCanDo() {
    assertThat(line.declares("sampling")).isTrue();
    assertThat(line.declares("roots")).isFalse();
  }

  private CompletableFuture<Reply> ask(String method, Duration within) {
    Callable<Reply> asking = () -> line.request(method, Json.object(), within, wanted);
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return asking.call();
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        },
        THREADS);
  }

  private void hear(JsonNode request, String answer) throws Exception {
    ObjectNode whole = (ObjectNode) new ObjectMapper().readTree(answer);
    whole.put("jsonrpc", "2.0").set("id", request.path("id"));
    Gated.bean(NativeAnswers.class)
        .hear(cast.owner().caller(), session, new Message.Response(request.path("id"), whole));
  }
}
