package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import sh.executor.execution.Resource;
import sh.executor.kernel.Caller;
import sh.executor.session.Found;
import sh.executor.session.LiveSession;
import sh.executor.session.Sessions;

/**
 * Lets requests into their sessions: finds the one a request names, before anything else about it
 * is looked at, and bounds how many ask for something in one at once. What a session was opened by,
 * it is used by: over HTTP+SSE, or over Streamable HTTP.
 */
@Singleton
final class SessionDoor {

  private static final Answer UNKNOWN_SESSION =
      Answer.error(404, RpcError.UNAUTHORIZED, "Session not found");
  private static final Answer ENDED_SESSION =
      Answer.error(404, RpcError.UNAUTHORIZED, "Session timed out, please reconnect");
  private static final Answer FOREIGN_SESSION =
      Answer.error(403, RpcError.NOT_YOURS, "MCP session does not belong to the current bearer");

  /** Where as much is under way as there may be. */
  static final Answer BUSY_SESSION =
      Answer.error(
              429,
              RpcError.BAD_REQUEST,
              "Too many requests of this session are under way; wait for one to be answered")
          .with("retry-after", "1");

  private static final Answer OUT_OF_REACH =
      Answer.error(
              503,
              RpcError.BAD_REQUEST,
              "The node this session is at home at can not be reached now - please retry")
          .with("retry-after", "1");
  private static final Answer LOST =
      Answer.error(
              503,
              RpcError.BAD_REQUEST,
              "The node that worked on this request was lost. It may have been carried out: look"
                  + " what came of it before you send it again")
          .with("retry-after", "1");
  private static final int AGAIN_MILLIS = 50;
  private static final int AGAIN_MILLIS_MAX = 1_000;

  private final Sessions sessions;
  private final Passage passage;
  private final McpConfig config;
  private final LongSupplier nanoTime;

  @Inject
  SessionDoor(Sessions sessions, Passage passage, McpConfig config, LongSupplier nanoTime) {
    this.sessions = sessions;
    this.passage = passage;
    this.config = config;
    this.nanoTime = nanoTime;
  }

  /**
   * Who asks, and for which session.
   *
   * @param errand what it is for
   */
  record Visitor(Caller caller, Resource resource, String sessionId, Errand errand) {}

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

  /**
   * Does {@code visit} here, or has the request answered where its session is at home. While its
   * home is lost and not taken over yet, the request waits; it is begun anew only when nothing can
   * have come of it so far, or when that does no harm.
   */
  private void enter(Exchange exchange, Visitor visitor, boolean sse, Visit visit)
      throws InterruptedException {
    long from = nanoTime.getAsLong();
    for (int look = 0; nanoTime.getAsLong() - from < config.homeWithin().toNanos(); look++) {
      Found found = sessions.find(visitor.sessionId(), visitor.caller(), visitor.resource());
      if (!(found instanceof Found.Elsewhere(UUID node))) {
        enter(exchange, found, visitor.errand(), sse, visit);
        return;
      }
      switch (passage.pass(exchange, visitor.caller(), visitor.resource(), node)) {
        case DONE -> {
          return;
        }
        case LOST -> {
          if (!visitor.errand().isRepeatable()) {
            exchange.answer(LOST);
            return;
          }
        }
        case UNTOUCHED -> {}
      }
      TimeUnit.MILLISECONDS.sleep(againMillis(look, ThreadLocalRandom.current()));
    }
    exchange.answer(OUT_OF_REACH);
  }

  /**
   * How long to wait after the {@code look}th look at who the home is, from 0: each look asks the
   * database, whom many ask at once when a node is lost.
   */
  static long againMillis(int look, RandomGenerator random) {
    long most = Math.min(AGAIN_MILLIS_MAX, AGAIN_MILLIS * (1L << Math.min(look, 16)));
    return random.nextLong(most / 2, most + 1);
  }

  private void enter(Exchange exchange, Found found, Errand errand, boolean sse, Visit visit)
      throws InterruptedException {
    switch (found) {
      case Found.Unknown() -> exchange.answer(UNKNOWN_SESSION);
      case Found.Ended() -> exchange.answer(ENDED_SESSION);
      case Found.NotYours() -> exchange.answer(FOREIGN_SESSION);
      case Found.Elsewhere _ -> exchange.answer(OUT_OF_REACH);
      case Found.Live(LiveSession session)
          when session.protocolVersion().equals(SseEndpoint.VERSION) != sse ->
          exchange.answer(UNKNOWN_SESSION);
      case Found.Live(LiveSession session) when !errand.takesRoom() -> visit(session, visit);
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
      visit(session, visit);
    } finally {
      session.leave();
    }
  }

  private void visit(LiveSession session, Visit visit) throws InterruptedException {
    visit.go(session);
    sessions.used(session);
  }
}
