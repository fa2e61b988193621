package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import sh.executor.execution.Resource;
import sh.executor.kernel.Caller;
import sh.executor.session.Sessions;

/**
 * Streamable HTTP with sessions: the revisions of {@link ProtocolVersion}. Passes requests on, by
 * method, into the session they name.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports">MCP
 *     2025-11-25, Transports</a>
 */
@Singleton
final class LegacyEndpoint {

  private final Sessions sessions;
  private final SessionDoor door;
  private final LegacyPost post;
  private final LegacyStream stream;

  @Inject
  LegacyEndpoint(Sessions sessions, SessionDoor door, LegacyPost post, LegacyStream stream) {
    this.sessions = sessions;
    this.door = door;
    this.post = post;
    this.stream = stream;
  }

  /** Answers a POST of an authenticated caller. Blocks. */
  void post(Exchange exchange, Caller caller, Resource resource, Inbound inbound)
      throws InterruptedException {
    String id = exchange.header("mcp-session-id");
    if (id == null) {
      post.open(exchange, caller, resource, inbound);
      return;
    }
    door.streamable(
        exchange,
        new SessionDoor.Visitor(caller, resource, id, Errand.of(inbound)),
        session -> post.receive(exchange, caller, session, id, inbound));
  }

  /** Answers a GET or DELETE of an authenticated caller. Blocks. */
  void visit(Exchange exchange, Caller caller, Resource resource) throws InterruptedException {
    String id = exchange.header("mcp-session-id");
    boolean ends = exchange.method().equals("DELETE");
    if (id == null) {
      exchange.answer(ends ? Answer.empty(200) : LegacyPost.SESSION_REQUIRED);
      return;
    }
    door.streamable(
        exchange,
        new SessionDoor.Visitor(caller, resource, id, Errand.of(exchange)),
        session -> {
          if (ends) {
            sessions.end(session);
            exchange.answer(Answer.empty(200));
          } else {
            stream.open(exchange, caller, session, id);
          }
        });
  }
}
