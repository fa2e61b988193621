package sh.executor.mcp;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import sh.executor.catalog.CatalogChanges;
import sh.executor.kernel.Caller;
import sh.executor.session.LiveSession;

/**
 * Makes streams the standing ones of their sessions: they replace the one before, and hear that
 * tools have changed. Who notices a change does not wait for those who are told of it: that is done
 * by a few threads, which take turns between the streams.
 */
@Singleton
final class StandingStreams {

  private static final Logger LOG = Logger.getLogger(StandingStreams.class);
  private static final byte[] TOOLS_CHANGED =
      Json.bytes(
          Json.object().put("jsonrpc", "2.0").put("method", "notifications/tools/list_changed"));

  /** Streams told at once, so that much news leaves connections to the database for others. */
  private static final int THREADS = 4;

  private final McpConfig config;
  private final Timers timers;
  private final CatalogChanges changes;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, Thread.ofVirtual().name("stream-news-", 0).factory());

  @Inject
  StandingStreams(McpConfig config, Timers timers, CatalogChanges changes) {
    this.config = config;
    this.timers = timers;
    this.changes = changes;
  }

  @PreDestroy
  void stop() {
    threads.shutdownNow();
  }

  /**
   * Opens a stream and makes it the standing one. One that its client can come back to ends of its
   * own accord when it grows old, so that a balancer can move it, and when what its client missed
   * can not be sent.
   *
   * @param opening opens it; what changes from then on is told on it
   */
  StandingStream stand(Caller caller, LiveSession session, Supplier<StandingStream> opening) {
    News news = new News(threads);
    Runnable callOffWatch = changes.watch(caller, () -> news.add(TOOLS_CHANGED));
    StandingStream stream;
    try {
      stream = opening.get();
    } catch (RuntimeException e) {
      callOffWatch.run();
      throw e;
    }
    stream.onClose(callOffWatch);
    stream.onClose(() -> session.detach(stream));
    session.attach(stream);
    session.tellBy(news::add);
    news.tellBy(stream::tell);
    if (!stream.stays()) {
      rotate(stream);
      begin(stream);
    }
    return stream;
  }

  private void rotate(StandingStream stream) {
    Runnable callOff =
        timers.after(config.streamAgeMax(), () -> stream.end("max-age rotation, reconnect"));
    stream.onClose(callOff);
  }

  private static void begin(StandingStream stream) {
    try {
      stream.catchUp();
    } catch (RuntimeException e) {
      LOG.warn("Sending what a client missed failed; it is told to come back", e);
      stream.end("not to be had now, reconnect");
    }
  }
}
