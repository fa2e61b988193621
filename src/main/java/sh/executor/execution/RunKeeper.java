package sh.executor.execution;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sh.executor.node.Nodes;
import sh.executor.node.ThisNode;

/**
 * Keeps this node's lease, and looks after runs that nobody drives: those of nodes that died, those
 * whose questions nobody answered, those that are to be called off, and those that are old. Two
 * virtual threads from the start of the service to its end, because nothing may keep the lease
 * waiting; a round that fails is logged and the next one tries again.
 */
@Singleton
final class RunKeeper {

  private static final Logger LOG = Logger.getLogger(RunKeeper.class);
  private static final int BEATS_PER_LEASE = 4;
  private static final int LOOK_MILLIS = 20;
  private static final int OVERDUE_MAX = 256;
  private static final int PRUNE_MAX = 500;

  /** How long a run may wait for a node that has its engine; then there is none. */
  private static final Duration ENGINE_SOUGHT = Duration.ofHours(1);

  private static final Duration PRUNE_EVERY = Duration.ofMinutes(10);

  private final RunParts parts;
  private final RunDriver driver;
  private final RunningRuns running;
  private final WarmRuns warm;
  private final ThisNode node;
  private final Nodes nodes;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private @Nullable Thread lease;
  private String host = "unknown";
  private Instant pruneAt = Instant.MIN;

  @Inject
  RunKeeper(
      RunParts parts,
      RunDriver driver,
      RunningRuns running,
      WarmRuns warm,
      ThisNode node,
      Nodes nodes) {
    this.parts = parts;
    this.driver = driver;
    this.running = running;
    this.warm = warm;
    this.node = node;
    this.nodes = nodes;
  }

  void start(@Observes StartupEvent event) {
    // Once: a name server that is slow to answer must not cost the lease.
    host = host();
    beat();
    lease = Thread.ofVirtual().name("node-lease").start(() -> every(this::beat));
    Thread.ofVirtual().name("run-keeper").start(() -> every(this::look));
  }

  /** Before the server waits for its requests: those that wait for runs then end soon. */
  void close(@Observes ShutdownDelayInitiatedEvent event) {
    close();
  }

  /** Waits for what is still under way; what this node then drives is anybody's. */
  void stop(@Observes ShutdownEvent event) {
    close();
    try {
      while (!running.isEmpty() && !parts.closing.left().isZero()) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      stopped.countDown();
      if (lease != null) {
        // Else it might say once more that this node lives.
        lease.join(parts.closing.left().plusMillis(LOOK_MILLIS));
      }
      nodes.leave();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("Giving back the lease failed; it ends by itself", e);
    }
  }

  private void close() {
    if (parts.closing.begin()) {
      running.wakeAll();
    }
  }

  private void every(Runnable round) {
    long millis = parts.config.lease().toMillis() / BEATS_PER_LEASE;
    try {
      while (!stopped.await(millis, TimeUnit.MILLISECONDS)) {
        try {
          round.run();
        } catch (RuntimeException | Error e) {
          // An error too: without this thread the node would lose its runs and say nothing.
          LOG.warn("Looking after runs failed; the next round tries again", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void beat() {
    nodes.beat(host, parts.config.lease());
  }

  private void look() {
    if (parts.closing.hasBegun()) {
      return;
    }
    // What nobody drives comes first: the rest can wait for it, and must not keep it waiting.
    attempt(this::takeOver);
    attempt(this::callOff);
    attempt(this::expire);
    attempt(warm::cool);
    attempt(this::prune);
  }

  private static void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.warn("Looking after runs failed; the next round tries again", e);
    }
  }

  private void takeOver() {
    long lapses = node.lapses();
    Instant now = parts.clock.instant();
    Instant quiet = now.minus(parts.config.lease());
    Instant stranded = now.minus(parts.config.wallClock()).minus(ENGINE_SOUGHT);
    parts
        .runs
        .takeOver(
            parts.self(),
            running.known(),
            new RunStore.Times(now, quiet, stranded),
            parts.config.takeoverMax())
        .forEach(taken -> driver.goOn(taken, lapses));
  }

  private void callOff() {
    for (RunStore.Wish wish : parts.runs.wishes(node.id())) {
      running.cancel(wish.id(), wish.tenant(), wish.reason());
    }
  }

  private void expire() {
    Instant now = parts.clock.instant();
    for (InteractionStore.Overdue overdue : parts.interactions.overdue(now, OVERDUE_MAX)) {
      attempt(
          () -> driver.tell(overdue.run(), () -> parts.telling.expire(overdue, parts.self(), now)));
    }
  }

  /** Forgets what is old: one batch a round, until nothing is left for a while. */
  private void prune() {
    Instant now = parts.clock.instant();
    if (now.isBefore(pruneAt)) {
      return;
    }
    if (parts.runs.prune(now.minus(parts.config.retention()), PRUNE_MAX) < PRUNE_MAX) {
      nodes.bury();
      pruneAt = now.plus(PRUNE_EVERY);
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
