package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import sh.executor.execution.Resource;
import sh.executor.kernel.Caller;
import sh.executor.session.Found;
import sh.executor.session.LiveSession;
import sh.executor.session.Sessions;

/**
 * Streamable HTTP with sessions: the revisions of {@link ProtocolVersion}. Finds the session a
 * request belongs to, before anything is made of what it says, and passes it on by method.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports">MCP
 *     2025-11-25, Transports</a>
 */
@Singleton
final class LegacyEndpoint {

  private static final Answer UNKNOWN_SESSION =
      Answer.error(404, RpcError.UNAUTHORIZED, "Session not found");
  private static final Answer ENDED_SESSION =
      Answer.error(404, RpcError.UNAUTHORIZED, "Session timed out, please reconnect");
  private static final Answer FOREIGN_SESSION =
      Answer.error(403, RpcError.NOT_YOURS, "MCP session does not belong to the current bearer");
  private static final Answer BUSY_SESSION =
      Answer.error(
              429,
              RpcError.BAD_REQUEST,
              "Too many requests of this session are under way; wait for one to be answered")
          .with("retry-after", "1");

  private final Sessions sessions;
  private final LegacyPost post;
  private final LegacyStream stream;

  @Inject
  LegacyEndpoint(Sessions sessions, LegacyPost post, LegacyStream stream) {
    this.sessions = sessions;
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
    withSession(
        exchange,
        caller,
        resource,
        id,
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
    withSession(
        exchange,
        caller,
        resource,
        id,
        session -> {
          if (ends) {
            sessions.end(session);
            exchange.answer(Answer.empty(200));
          } else {
            stream.open(exchange, caller, session, id);
          }
        });
  }

  private void withSession(
      Exchange exchange, Caller caller, Resource resource, String id, Step step)
      throws InterruptedException {
    switch (sessions.find(id, caller, resource)) {
      case Found.Unknown() -> exchange.answer(UNKNOWN_SESSION);
      case Found.Ended() -> exchange.answer(ENDED_SESSION);
      case Found.NotYours() -> exchange.answer(FOREIGN_SESSION);
      case Found.Live(LiveSession session) -> enter(exchange, session, step);
    }
  }

  private void enter(Exchange exchange, LiveSession session, Step step)
      throws InterruptedException {
    if (!session.enter()) {
      exchange.answer(BUSY_SESSION);
      return;
    }
    try {
      step.go(session);
      sessions.used(session);
    } finally {
      session.leave();
    }
  }

  /** What is done in a session. */
  @FunctionalInterface
  private interface Step {
    void go(LiveSession session) throws InterruptedException;
  }
}
