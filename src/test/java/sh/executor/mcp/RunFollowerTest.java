package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.executor.execution.Cancellation;
import sh.executor.execution.ExecuteRequest;
import sh.executor.execution.ExecutionOutcome;
import sh.executor.execution.Resource;
import sh.executor.kernel.Caller;
import sh.executor.session.EventStore;
import sh.executor.session.LiveSession;
import sh.executor.session.Sessions;
import sh.executor.session.model.Terms;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;

/** What stays with a client when a run is not followed to its end. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class RunFollowerTest {

  private static final String TWICE =
      "return (await Promise.all([1, 2].map((n) => tools.%s({ n })))).length"
          .formatted(Gated.CHANGE);

  private final Cast cast = Cast.assemble();
  private final Caller owner = cast.owner().caller();
  private final TestExchange exchange = new TestExchange(Map.of());
  private final RunFollower follower = Gated.bean(RunFollower.class);
  private LiveSession session;
  private Line line;

  @BeforeEach
  void begin() {
    Gated.connect(owner);
    Sessions sessions = Gated.bean(Sessions.class);
    ObjectNode initialize = Json.object();
    initialize.putObject("params").putObject("capabilities").putObject("elicitation");
    session =
        sessions
            .open(owner, Resource.DEFAULT, new Terms("2025-11-25", null, initialize))
            .orElseThrow()
            .session();
    KeptStream kept = new KeptStream(Gated.bean(EventStore.class), session, session.nextStream());
    line =
        new SessionLine(
            sessions,
            session,
            new PostReply(
                exchange, Gated.bean(Timers.class), Gated.bean(McpConfig.class), kept, "id"));
  }

  @Test
  void whatWasAskedIsTakenBackWhenFollowingFails() throws Exception {
    ExecutionOutcome paused = paused();
    Asking asking = asking(message -> fail());

    assertThatThrownBy(() -> follower.ask(asking, paused)).hasMessage("nobody to report to");

    assertTakenBack(exchange.nextMessage(), exchange.nextMessage());
  }

  @Test
  void whatWasAskedIsTakenBackWhenFollowingIsInterrupted() throws Exception {
    ExecutionOutcome paused = paused();
    FutureTask<Followed> following =
        new FutureTask<>(() -> follower.ask(asking(Progress.NONE), paused));
    Thread thread = Thread.ofVirtual().start(following);
    JsonNode first = exchange.nextMessage();
    JsonNode second = exchange.nextMessage();

    thread.interrupt();

    assertThatThrownBy(() -> following.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertTakenBack(first, second);
  }

  private void assertTakenBack(JsonNode first, JsonNode second) throws InterruptedException {
    assertThat(first.path("method").asText()).isEqualTo("elicitation/create");
    assertThat(second.path("method").asText()).isEqualTo("elicitation/create");
    assertThat(new String[] {takenBack(), takenBack()})
        .containsExactlyInAnyOrder(first.path("id").asText(), second.path("id").asText());
    assertThat(session.outstanding().settle(first.path("id").asText(), Optional.empty())).isFalse();
  }

  private String takenBack() throws InterruptedException {
    JsonNode cancelled = exchange.nextMessage();
    assertThat(cancelled.path("method").asText()).isEqualTo("notifications/cancelled");
    return cancelled.at("/params/requestId").asText();
  }

  private ExecutionOutcome paused() throws InterruptedException {
    return Gated.runs(owner).execute(ExecuteRequest.of(TWICE), new Cancellation(), event -> {});
  }

  private Asking asking(Progress progress) {
    return new Asking(owner, Resource.DEFAULT, new Cancellation(), progress, line);
  }

  private static void fail() {
    throw new IllegalStateException("nobody to report to");
  }
}
