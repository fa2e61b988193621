package sh.executor.mcp;

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
import sh.executor.kernel.Caller;
import sh.executor.session.EventStore;
import sh.executor.session.InFlight;
import sh.executor.session.LiveSession;
import sh.executor.telemetry.Handover;

/** What a session's client says over Streamable HTTP after {@code initialize}. */
@Singleton
final class LegacyConversation {

  private static final Answer ACCEPTED = Answer.empty(202);

  private final McpConfig config;
  private final Timers timers;
  private final EventStore store;
  private final SessionRequests requests;

  @Inject
  LegacyConversation(McpConfig config, Timers timers, EventStore store, SessionRequests requests) {
    this.config = config;
    this.timers = timers;
    this.store = store;
    this.requests = requests;
  }

  /** One message. Blocks until it is dealt with. */
  void hear(
      Exchange exchange, Caller caller, LiveSession session, String sessionId, Message message)
      throws InterruptedException {
    if (!(message instanceof Message.Request request)) {
      requests.note(caller, session, message);
      exchange.answer(ACCEPTED);
      return;
    }
    long stream = session.nextStream();
    PostReply reply = reply(exchange, session, stream, sessionId);
    try (InFlight.Answering _ = session.inFlight().answering(stream)) {
      Optional<ObjectNode> answer =
          requests.answer(new SessionRequests.Turn(caller, session, reply, stream), request);
      if (answer.isPresent()) {
        reply.finish(Json.bytes(answer.get()));
      } else {
        reply.abandon();
      }
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
    messages.forEach(message -> requests.note(caller, session, message));
    List<Message.Request> asked =
        messages.stream()
            .filter(Message.Request.class::isInstance)
            .map(Message.Request.class::cast)
            .toList();
    if (asked.isEmpty()) {
      exchange.answer(ACCEPTED);
      return;
    }
    long stream = session.nextStream();
    PostReply reply = reply(exchange, session, stream, sessionId);
    try (InFlight.Answering _ = session.inFlight().answering(stream)) {
      ArrayNode answers = answers(new SessionRequests.Turn(caller, session, reply, stream), asked);
      if (answers.isEmpty()) {
        reply.abandon();
      } else {
        reply.finish(Json.bytes(answers));
      }
    }
  }

  private PostReply reply(Exchange exchange, LiveSession session, long stream, String sessionId) {
    KeptStream kept = new KeptStream(store, session, stream);
    return new PostReply(exchange, timers, config, kept, sessionId);
  }

  private ArrayNode answers(SessionRequests.Turn turn, List<Message.Request> asked)
      throws InterruptedException {
    List<Future<Optional<ObjectNode>>> pending = new ArrayList<>();
    ArrayNode answers = JsonNodeFactory.instance.arrayNode();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Message.Request request : asked) {
        pending.add(threads.submit(Handover.of(() -> requests.answer(turn, request))));
      }
      for (Future<Optional<ObjectNode>> answer : pending) {
        answer.get().ifPresent(answers::add);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("answer a batch", e);
    }
    return answers;
  }
}
