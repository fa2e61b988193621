package sh.executor.session;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Tidies up behind sessions: drops idle ones from memory, and forgets old ones for good. One
 * virtual thread from the start of the service to its end; a round that fails is logged and the
 * next one tries again.
 */
@Singleton
final class SessionKeeper {

  private static final Logger LOG = Logger.getLogger(SessionKeeper.class);

  private final Sessions sessions;
  private final EventStore events;
  private final SessionConfig config;
  private final InstantSource clock;
  private final CountDownLatch stopped = new CountDownLatch(1);

  @Inject
  SessionKeeper(Sessions sessions, EventStore events, SessionConfig config, InstantSource clock) {
    this.sessions = sessions;
    this.events = events;
    this.config = config;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    Thread.ofVirtual().name("session-keeper").start(this::run);
  }

  /** Before the server waits for its requests: streams would keep it waiting. */
  void close(@Observes ShutdownDelayInitiatedEvent event) {
    sessions.reconnect();
  }

  void stop(@Observes ShutdownEvent event) {
    stopped.countDown();
    sessions.dropAll();
  }

  private void run() {
    Instant purgeAt = clock.instant();
    try {
      while (!stopped.await(config.sweepInterval().toMillis(), TimeUnit.MILLISECONDS)) {
        boolean purge = !clock.instant().isBefore(purgeAt);
        round(purge);
        if (purge) {
          purgeAt = clock.instant().plus(config.purgeInterval());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round(boolean purge) {
    try {
      int idle = sessions.dropIdle();
      int old = purge ? sessions.purge() + purgeStreams() : 0;
      if (idle + old > 0) {
        LOG.debugf("Tidied up sessions: %d idle, %d old, streams included", idle, old);
      }
    } catch (RuntimeException e) {
      LOG.warn("Tidying up sessions failed; the next round tries again", e);
    }
  }

  private int purgeStreams() {
    int purged = 0;
    int batch;
    do {
      batch = events.purge(clock.instant().minus(config.eventTtl()), config.purgeBatch());
      purged += batch;
    } while (batch == config.purgeBatch());
    return purged;
  }
}
