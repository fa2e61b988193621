package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import sh.executor.execution.Cancellation;
import sh.executor.kernel.Caller;
import sh.executor.session.LiveSession;
import sh.executor.session.Sessions;
import sh.executor.telemetry.Attribute;
import sh.executor.telemetry.Traces;

/**
 * What the messages of a session's client come to, however they arrive and wherever the answer
 * goes. Requests are worked on until they are done or taken back by {@code
 * notifications/cancelled}; a client that merely hangs up has not taken anything back.
 */
@Singleton
final class SessionRequests {

  private static final RpcError DUPLICATE_ID =
      new RpcError(RpcError.INVALID_REQUEST, "Invalid Request: that id is in use on this stream");

  private final Sessions sessions;
  private final Methods methods;
  private final NativeAnswers answers;

  @Inject
  SessionRequests(Sessions sessions, Methods methods, NativeAnswers answers) {
    this.sessions = sessions;
    this.methods = methods;
    this.answers = answers;
  }

  /**
   * What the requests of one stream share.
   *
   * @param reply where to say what has to be said before the answer
   * @param stream tells the streams of the session apart, and with them requests of the same id
   */
  record Turn(Caller caller, LiveSession session, Downstream reply, long stream) {}

  /** The answer to a request; empty when it was taken back. Blocks. */
  Optional<ObjectNode> answer(Turn turn, Message.Request request) throws InterruptedException {
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
  void note(Caller caller, LiveSession session, Message message) {
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
}
