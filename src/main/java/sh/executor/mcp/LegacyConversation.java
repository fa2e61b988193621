package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import sh.executor.execution.Cancellation;
import sh.executor.kernel.Caller;
import sh.executor.session.EventStore;
import sh.executor.session.LiveSession;
import sh.executor.session.Sessions;
import sh.executor.telemetry.Attribute;
import sh.executor.telemetry.Handover;
import sh.executor.telemetry.Traces;

/**
 * What a session's client says after {@code initialize}. Requests are worked on until they are done
 * or taken back by {@code notifications/cancelled}; a client that merely hangs up has not taken
 * anything back.
 */
@Singleton
final class LegacyConversation {

  private static final Answer ACCEPTED = Answer.empty(202);
  private static final RpcError DUPLICATE_ID =
      new RpcError(RpcError.INVALID_REQUEST, "Invalid Request: that id is in use on this stream");

  private final McpConfig config;
  private final Timers timers;
  private final Sessions sessions;
  private final EventStore store;
  private final Methods methods;
  private final NativeAnswers answers;

  @Inject
  LegacyConversation(
      McpConfig config, Timers timers, Sessions sessions, EventStore store, Methods methods, NativeAnswers answers) {
    this.config = config;
    this.timers = timers;
    this.sessions = sessions;
    this.store = store;
    this.methods = methods;
    this.answers = answers;
  }

  /** One message. Blocks until it is dealt with. */
  void hear(
      Exchange exchange, Caller caller, LiveSession session, String sessionId, Message message)
      throws InterruptedException {
    if (!(message instanceof Message.Request request)) {
      note(caller, session, message);
      exchange.answer(ACCEPTED);
      return;
    }
    Turn turn = turn(exchange, caller, session, sessionId);
    PostReply reply = turn.reply();
    Optional<ObjectNode> answer = answer(turn, request);
    if (answer.isPresent()) {
      reply.finish(Json.bytes(answer.get()));
    } else {
      reply.abandon();
    }
  }

  /** The messages of a batch; its requests are worked on side by side. Blocks. */
  void hearAll(
      Exchange exchange,
      Caller caller,
      LiveSession session,
      String sessionId,
      List<Message> messages)
      throws InterruptedException {
    messages.forEach(message -> note(caller, session, message));
    List<Message.Request> requests =
        messages.stream()
            .filter(Message.Request.class::isInstance)
            .map(Message.Request.class::cast)
            .toList();
    if (requests.isEmpty()) {
      exchange.answer(ACCEPTED);
      return;
    }
    Turn turn = turn(exchange, caller, session, sessionId);
    PostReply reply = turn.reply();
    ArrayNode answers = answers(turn, requests);
    if (answers.isEmpty()) {
      reply.abandon();
    } else {
      reply.finish(Json.bytes(answers));
    }
  }

  private Turn turn(Exchange exchange, Caller caller, LiveSession session, String sessionId) {
    long stream = session.nextStream();
    KeptStream kept = new KeptStream(store, session, stream);
    return new Turn(
        caller, session, new PostReply(exchange, timers, config, kept, sessionId), stream);
  }

  private ArrayNode answers(Turn turn, List<Message.Request> requests) throws InterruptedException {
    List<Future<Optional<ObjectNode>>> pending = new ArrayList<>();
    ArrayNode answers = JsonNodeFactory.instance.arrayNode();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Message.Request request : requests) {
        pending.add(threads.submit(Handover.of(() -> answer(turn, request))));
      }
      for (Future<Optional<ObjectNode>> answer : pending) {
        answer.get().ifPresent(answers::add);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("answer a batch", e);
    }
    return answers;
  }

  /** The answer to a request; empty when it was taken back. */
  private Optional<ObjectNode> answer(Turn turn, Message.Request request)
      throws InterruptedException {
    Cancellation cancellation = new Cancellation();
    LiveSession session = turn.session();
    if (!session.inFlight().begin(turn.stream(), request.id(), cancellation)) {
      return Optional.of(DUPLICATE_ID.answering(request.id()));
    }
    try {
      Progress progress = StreamProgress.of(request, turn.reply());
      Line line = new SessionLine(sessions, session, turn.reply());
      Asking asking = new Asking(turn.caller(), session.resource(), cancellation, progress, line);
      if (request.method().equals("tools/call")) {
        turn.reply().expectWork();
      }
      Reply reply = methods.handle(request, asking);
      Traces.note(Attribute.OUTCOME, reply.word(cancellation));
      return cancellation.isCancelled()
          ? Optional.empty()
          : Optional.of(reply.answering(request.id()));
    } finally {
      session.inFlight().finish(turn.stream(), request.id());
    }
  }

  /** Takes what wants no answer. */
  private void note(Caller caller, LiveSession session, Message message) {
    switch (message) {
      case Message.Request _ -> {}
      case Message.Response response -> answers.hear(caller, session, response);
      case Message.Notification(String method, ObjectNode params)
          when method.equals("notifications/cancelled") -> {
        JsonNode id = params.path("requestId");
        session.inFlight().cancel(id, params.path("reason").asText("cancelled by the client"));
      }
      case Message.Notification _ -> {}
    }
  }

  /** What the requests of one POST share. */
  private record Turn(Caller caller, LiveSession session, PostReply reply, long stream) {}
}
