package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import sh.executor.execution.Resource;
import sh.executor.kernel.Caller;
import sh.executor.session.Found;
import sh.executor.session.LiveSession;
import sh.executor.session.Sessions;

/**
 * Lets requests into their sessions: finds the one a request names, before anything else about it
 * is looked at, and bounds how many are in one at once. What a session was opened by, it is used
 * by: over HTTP+SSE, or over Streamable HTTP.
 */
@Singleton
final class SessionDoor {

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

  @Inject
  SessionDoor(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Who asks, and for which session. */
  record Visitor(Caller caller, Resource resource, String sessionId) {}

  /** What is done in a session. */
  @FunctionalInterface
  interface Visit {
    void go(LiveSession session) throws InterruptedException;
  }

  /** Does {@code visit} in a session of Streamable HTTP, or answers why not. Blocks. */
  void streamable(Exchange exchange, Visitor visitor, Visit visit) throws InterruptedException {
    enter(exchange, visitor, false, visit);
  }

  /** Likewise, in a session of HTTP+SSE. */
  void sse(Exchange exchange, Visitor visitor, Visit visit) throws InterruptedException {
    enter(exchange, visitor, true, visit);
  }

  private void enter(Exchange exchange, Visitor visitor, boolean sse, Visit visit)
      throws InterruptedException {
    switch (sessions.find(visitor.sessionId(), visitor.caller(), visitor.resource())) {
      case Found.Unknown() -> exchange.answer(UNKNOWN_SESSION);
      case Found.Ended() -> exchange.answer(ENDED_SESSION);
      case Found.NotYours() -> exchange.answer(FOREIGN_SESSION);
      case Found.Live(LiveSession session)
          when session.protocolVersion().equals(SseEndpoint.VERSION) != sse ->
          exchange.answer(UNKNOWN_SESSION);
      case Found.Live(LiveSession session) -> enter(exchange, session, visit);
    }
  }

  private void enter(Exchange exchange, LiveSession session, Visit visit)
      throws InterruptedException {
    if (!session.enter()) {
      exchange.answer(BUSY_SESSION);
      return;
    }
    try {
      visit.go(session);
      sessions.used(session);
    } finally {
      session.leave();
    }
  }
}
