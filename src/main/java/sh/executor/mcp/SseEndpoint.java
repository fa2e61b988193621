package sh.executor.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import sh.executor.execution.Resource;
import sh.executor.kernel.Caller;
import sh.executor.session.EventStore;
import sh.executor.session.LiveSession;
import sh.executor.session.Opened;
import sh.executor.session.Sessions;
import sh.executor.session.model.Terms;

/**
 * HTTP+SSE, the transport before Streamable HTTP: a GET opens a stream, which says where messages
 * are to be posted, and carries all answers. A session begins with its stream, before anybody says
 * who it is, and ends with it, or when what is still under way then is done.
 *
 * <p>Answers are sent by the node that has the stream. One that works on a message and does not
 * have it, because the session's home has moved, writes them down, and the other looks for that
 * every second.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2024-11-05/basic/transports">MCP
 *     2024-11-05, Transports</a>
 */
@Singleton
final class SseEndpoint {

  /** The revision of this transport's sessions. */
  static final String VERSION = "2024-11-05";

  private static final Answer ACCEPTED = Answer.empty(202);
  private static final Answer SESSION_REQUIRED =
      Answer.error(400, RpcError.BAD_REQUEST, "Bad Request: sessionId is required");
  private static final Answer NOT_ACCEPTABLE =
      Answer.error(
          406, RpcError.BAD_REQUEST, "Not Acceptable: Client must accept text/event-stream");
  private static final Answer NO_BATCHES =
      Answer.error(
          400,
          RpcError.INVALID_REQUEST,
          "Invalid Request: Batches exist in protocol version 2025-03-26 only");

  private final Sessions sessions;
  private final SessionDoor door;
  private final EventStore store;
  private final LegacyInitialize initialize;
  private final SessionRequests requests;
  private final StreamRoom room;
  private final StandingStreams streams;
  private final SseKeeper keeper;
  private final CredentialWatch credentials;

  @Inject
  SseEndpoint(
      Sessions sessions,
      SessionDoor door,
      EventStore store,
      LegacyInitialize initialize,
      SessionRequests requests,
      StreamRoom room,
      StandingStreams streams,
      SseKeeper keeper,
      CredentialWatch credentials) {
    this.sessions = sessions;
    this.door = door;
    this.store = store;
    this.initialize = initialize;
    this.requests = requests;
    this.room = room;
    this.streams = streams;
    this.keeper = keeper;
    this.credentials = credentials;
  }

  /** Opens a session and its stream, which stands from then on without a place among requests. */
  void open(Exchange exchange, Caller caller, Resource resource) {
    if (!MediaTypes.accepts(exchange.header("accept"), MediaTypes.EVENT_STREAM)) {
      exchange.answer(NOT_ACCEPTABLE);
      return;
    }
    room.within(
        exchange,
        caller,
        leave ->
            sessions
                .open(caller, resource, terms(exchange))
                .ifPresentOrElse(
                    opened -> stand(exchange, caller, opened).onClose(leave),
                    () -> {
                      leave.run();
                      exchange.answer(LegacyInitialize.TOO_MANY_SESSIONS);
                    }));
  }

  private StandingStream stand(Exchange exchange, Caller caller, Opened opened) {
    LiveSession session = opened.session();
    try {
      StandingStream stream =
          streams.stand(caller, session, () -> opening(exchange, caller, opened));
      keeper.keep(session, stream);
      return stream;
    } catch (RuntimeException e) {
      sessions.end(session);
      throw e;
    }
  }

  private StandingStream opening(Exchange exchange, Caller caller, Opened opened) {
    EventSink sink = exchange.stream(Map.of());
    boolean _ = sink.offer(Events.endpoint(messages(exchange, opened)));
    credentials.watchOnly(exchange, caller, sink);
    return StandingStream.only(standing(opened.session()), sink);
  }

  private static String messages(Exchange exchange, Opened opened) {
    return exchange.path() + "/message?sessionId=" + opened.id();
  }

  /** Takes a message, and has the answer sent over the session's stream. Blocks until it is. */
  void receive(Exchange exchange, Caller caller, Resource resource, Inbound inbound)
      throws InterruptedException {
    String id = exchange.query("sessionId");
    if (id == null) {
      exchange.answer(SESSION_REQUIRED);
      return;
    }
    door.sse(
        exchange,
        new SessionDoor.Visitor(caller, resource, id, Errand.of(inbound)),
        session -> hear(exchange, caller, session, inbound));
  }

  private void hear(Exchange exchange, Caller caller, LiveSession session, Inbound inbound)
      throws InterruptedException {
    switch (inbound) {
      case Inbound.Unreadable(RpcError error, _) -> exchange.answer(Answer.error(400, error));
      case Inbound.Batch _ -> exchange.answer(NO_BATCHES);
      case Inbound.Single(Message.Request request) -> {
        exchange.answer(ACCEPTED);
        SseReply reply = new SseReply(standing(session), session);
        Optional<ObjectNode> answer = answer(caller, session, reply, request);
        if (answer.isPresent()) {
          reply.finish(answer.get());
        }
      }
      case Inbound.Single(Message message) -> {
        requests.note(caller, session, message);
        exchange.answer(ACCEPTED);
      }
    }
  }

  /** All requests of a session share a stream here, so that an id can be in use only once. */
  private Optional<ObjectNode> answer(
      Caller caller, LiveSession session, SseReply reply, Message.Request request)
      throws InterruptedException {
    return request.method().equals("initialize")
        ? Optional.of(new Reply.Result(initialize.result(VERSION)).answering(request.id()))
        : requests.answer(
            new SessionRequests.Turn(caller, session, reply, EventId.STANDING), request);
  }

  private KeptStream standing(LiveSession session) {
    return new KeptStream(store, session, EventId.STANDING);
  }

  /** What is agreed on before the client has said anything: it can be asked nothing. */
  private static Terms terms(Exchange exchange) {
    ObjectNode nothing = Json.object().put("jsonrpc", "2.0").put("method", "initialize");
    nothing.putObject("params").put("protocolVersion", VERSION);
    return new Terms(VERSION, LegacyInitialize.elicitationMode(exchange), nothing);
  }
}
