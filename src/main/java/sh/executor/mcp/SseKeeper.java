package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import sh.executor.session.LiveSession;
import sh.executor.session.Sessions;
import sh.executor.telemetry.Handover;

/**
 * Keeps the sessions of HTTP+SSE as long as their streams stand, and ends them after that, once
 * nothing is under way in them any more. One virtual thread each, which looks every second for what
 * other nodes have said; a look that fails is repeated by the next, and nothing else comes of it.
 */
@Singleton
final class SseKeeper {

  private static final Logger LOG = Logger.getLogger(SseKeeper.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Sessions sessions;

  @Inject
  SseKeeper(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Begins to keep a session, which is this class' to end from now on. Does not block. */
  void keep(LiveSession session, StandingStream stream) {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    stream.onClose(() -> closed.complete(null));
    Thread.ofVirtual()
        .name("sse-session")
        .start(
            Handover.of(
                () -> {
                  try {
                    keep(session, stream, closed);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  } catch (RuntimeException e) {
                    LOG.warn("Ending a session of HTTP+SSE failed; it is forgotten in time", e);
                  }
                }));
  }

  private void keep(LiveSession session, StandingStream stream, CompletableFuture<Void> closed)
      throws InterruptedException {
    boolean failed = false;
    while (!isDone(closed)) {
      failed = !look(session, stream, failed);
    }
    while (!session.inFlight().isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
    }
    sessions.end(session);
  }

  /**
   * Sends what there is to send, and notes that the session is in use.
   *
   * @param failed whether the look before failed: that is not said again
   * @return whether this one did not
   */
  private boolean look(LiveSession session, StandingStream stream, boolean failed) {
    try {
      stream.catchUp();
      sessions.used(session);
      return true;
    } catch (RuntimeException e) {
      if (!failed) {
        LOG.warn("Looking for what a client is to be told failed; it is tried every second", e);
      }
      return false;
    }
  }

  /** Waits for that until it is time for another look. */
  private static boolean isDone(CompletableFuture<Void> closed) throws InterruptedException {
    try {
      closed.get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("wait for a reader to go", e);
    }
  }
}
