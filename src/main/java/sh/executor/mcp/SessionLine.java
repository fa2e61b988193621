package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import sh.executor.execution.Cancellation;
import sh.executor.execution.model.InteractionId;
import sh.executor.session.LiveSession;
import sh.executor.session.Sessions;

/** The stream that answers a request of a session, as the way to its client. */
final class SessionLine implements Line {

  private static final Reply UNASKED =
      Reply.refuse(
          RpcError.BAD_REQUEST,
          "The client has not answered as many requests as it may be sent at once.");
  private static final Reply UNANSWERED =
      Reply.refuse(RpcError.BAD_REQUEST, "The client did not answer.");
  private static final String LOST = "The connection to the client was lost.";
  private static final String TOO_MANY =
      "The client has not answered as many questions as it may be asked at once.";

  private final Sessions sessions;
  private final LiveSession session;
  private final Downstream reply;

  SessionLine(Sessions sessions, LiveSession session, Downstream reply) {
    this.sessions = sessions;
    this.session = session;
    this.reply = reply;
  }

  @Override
  public Abilities abilities() {
    return Abilities.of(session);
  }

  @Override
  public Optional<ElicitationMode> wanted() {
    return session.elicitationMode().flatMap(ElicitationMode::parse);
  }

  @Override
  public QuestionId name(QuestionId.Way way, InteractionId interaction) {
    return new QuestionId(way, interaction, session.nextStream());
  }

  @Override
  public CompletableFuture<Optional<String>> ask(QuestionId id, ObjectNode params)
      throws InterruptedException {
    Optional<CompletableFuture<Optional<String>>> answer =
        session.outstanding().begin(id.toString());
    if (answer.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.of(TOO_MANY));
    }
    ObjectNode request = message("elicitation/create", params);
    request.put("id", id.toString());
    boolean isAsked = false;
    try {
      isAsked = reply.send(request);
    } finally {
      if (!isAsked) {
        boolean _ = session.outstanding().settle(id.toString(), Optional.of(LOST));
      }
    }
    return answer.get();
  }

  @Override
  public void takeBack(QuestionId id, String reason) throws InterruptedException {
    boolean _ = session.outstanding().settle(id.toString(), Optional.of(reason));
    cancel(id.toString(), reason);
  }

  @Override
  public void settled(InteractionId question) throws InterruptedException {
    tell(
        "notifications/elicitation/complete",
        Json.object().put("elicitationId", question.toString()));
  }

  @Override
  public boolean declares(String capability) {
    return session.capabilities().path(capability).isObject();
  }

  @Override
  public Reply request(String method, ObjectNode params, Duration within, Cancellation wanted)
      throws InterruptedException {
    String id = "r" + session.nextStream();
    Optional<CompletableFuture<Optional<ObjectNode>>> begun = session.requests().begin(id);
    if (begun.isEmpty()) {
      return UNASKED;
    }
    CompletableFuture<Optional<ObjectNode>> heard = begun.get().copy();
    try (Cancellation.Registration _ = wanted.onCancel(() -> heard.complete(Optional.empty()))) {
      Optional<ObjectNode> answer = Optional.empty();
      if (reply.send(message(method, params).put("id", id))) {
        answer = heard.get(within.toMillis(), TimeUnit.MILLISECONDS);
      }
      return answer.map(SessionLine::read).orElseGet(() -> UNANSWERED);
    } catch (TimeoutException e) {
      return UNANSWERED;
    } catch (ExecutionException e) {
      throw new IllegalStateException("wait for the answer of a client", e);
    } finally {
      withdraw(id);
    }
  }

  /** Takes a request back that nobody waits for any more. */
  private void withdraw(String id) throws InterruptedException {
    if (session.requests().settle(id, Optional.empty())) {
      cancel(id, "The answer is not waited for any more.");
    }
  }

  private static Reply read(ObjectNode response) {
    JsonNode error = response.path("error");
    if (error.isObject()) {
      return Reply.refuse(error.path("code").asInt(), error.path("message").asText());
    }
    return response.path("result") instanceof ObjectNode result
        ? new Reply.Result(result)
        : Reply.refuse(RpcError.INVALID_PARAMS, "The client's result is not an object.");
  }

  @Override
  public boolean logFrom(LogLevel level) {
    sessions.logLevel(session, level.wire());
    return true;
  }

  @Override
  public boolean logs(LogLevel level) {
    Optional<LogLevel> from = session.logLevel().flatMap(LogLevel::parse);
    return from.isPresent() && level.compareTo(from.get()) >= 0;
  }

  @Override
  public void log(LogLevel level, String logger, String message) throws InterruptedException {
    if (logs(level)) {
      tell(
          "notifications/message",
          Json.object().put("level", level.wire()).put("logger", logger).put("data", message));
    }
  }

  @Override
  public boolean watch(String uri, Function<Runnable, Optional<Runnable>> begin) {
    byte[] updated =
        Json.bytes(message("notifications/resources/updated", Json.object().put("uri", uri)));
    return begin
        .apply(() -> session.tell(updated))
        .filter(callOff -> session.watch(uri, callOff))
        .isPresent();
  }

  @Override
  public void unwatch(String uri) {
    session.unwatch(uri);
  }

  @Override
  public void tell(String method, ObjectNode params) throws InterruptedException {
    boolean _ = reply.send(message(method, params));
  }

  @Override
  public CompletableFuture<Void> closed() {
    return reply.closed();
  }

  @Override
  public boolean sessionIsOver() {
    return session.isOver();
  }

  private void cancel(String id, String reason) throws InterruptedException {
    tell("notifications/cancelled", Json.object().put("requestId", id).put("reason", reason));
  }

  private static ObjectNode message(String method, ObjectNode params) {
    ObjectNode message = Json.object().put("jsonrpc", "2.0").put("method", method);
    message.set("params", params);
    return message;
  }
}
