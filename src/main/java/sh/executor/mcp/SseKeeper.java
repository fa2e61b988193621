package sh.executor.mcp;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import sh.executor.session.LiveSession;
import sh.executor.session.Sessions;
import sh.executor.telemetry.Handover;

/**
 * Keeps the sessions of HTTP+SSE as long as their streams stand, and ends them after that, once
 * nothing is under way in them any more. A stream that stands costs no thread: one for all of them
 * looks for what other nodes have said, every second where the session may be at home at another
 * one, and twice a minute everywhere, for what could not be sent before. A look that fails is
 * repeated by the next, and nothing else comes of it.
 */
@Singleton
final class SseKeeper {

  private static final Logger LOG = Logger.getLogger(SseKeeper.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** Of so many looks, one is a look everywhere. */
  private static final int LOOKS = 30;

  private final Sessions sessions;
  private final Set<Kept> all = ConcurrentHashMap.newKeySet();
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** Whether a look failed, and none since has gone well; for the thread that looks. */
  private boolean failing;

  @Inject
  SseKeeper(Sessions sessions) {
    this.sessions = sessions;
  }

  /** A session and the stream it lives as long as. */
  private record Kept(LiveSession session, StandingStream stream) {}

  void start(@Observes StartupEvent event) {
    Thread.ofVirtual().name("sse-keeper").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) {
    stopped.countDown();
  }

  /** Begins to keep a session, which is this class' to end from now on. Does not block. */
  void keep(LiveSession session, StandingStream stream) {
    Kept kept = new Kept(session, stream);
    Runnable ending = Handover.of(() -> end(session));
    all.add(kept);
    stream.onClose(
        () -> {
          all.remove(kept);
          Thread.ofVirtual().name("sse-session").start(ending);
        });
  }

  private void run() {
    try {
      for (long look = 1; !stopped.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS); look++) {
        look(look % LOOKS == 0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Sends what there is to send, and notes that the sessions are in use.
   *
   * @param everywhere also where no other node can have said anything
   */
  void look(boolean everywhere) {
    boolean failed = false;
    for (Kept kept : all) {
      try {
        if (everywhere || !sessions.isSurelyHome(kept.session())) {
          kept.stream().catchUp();
        }
        sessions.used(kept.session());
      } catch (RuntimeException e) {
        if (!failing && !failed) {
          LOG.warn("Looking for what a client is to be told failed; it is tried every second", e);
        }
        failed = true;
      }
    }
    failing = failed;
  }

  private void end(LiveSession session) {
    try {
      while (!session.inFlight().isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
      }
      sessions.end(session);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("Ending a session of HTTP+SSE failed; it is forgotten in time", e);
    }
  }
}
