package sh.executor.node;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Says of this node that it lives, and that it does not any more. Blocking. */
@Singleton
public final class Nodes {

  private static final Logger LOG = Logger.getLogger(Nodes.class);

  private final NodeStore store;
  private final ThisNode node;
  private final NodeUrl url;
  private volatile boolean listening;
  private boolean warned;

  @Inject
  Nodes(NodeStore store, ThisNode node, NodeUrl url) {
    this.store = store;
    this.node = node;
    this.url = url;
  }

  /**
   * Says that this node lives, for so long. For one thread.
   *
   * @param name of its host, for people
   */
  public void beat(String name, Duration lease) {
    boolean hasAddress = listening;
    String at = url.advertised().orElse(null);
    node.renew(lease, () -> store.beat(node.id(), name, lease, at));
    boolean missed = hasAddress && node.isOutOfReach() && !node.isLeaving();
    if (missed && !warned) {
      LOG.warn(
          "There are other nodes, and they can't reach this one: set EXECUTOR_NODE_URL to where"
              + " they can. Until then they take over the sessions they are asked for");
    }
    warned = missed;
  }

  /** As soon as requests are taken: before, the port may not have been known. */
  void listening(@Observes HttpServerStart event) {
    listening = true;
    Thread.ofVirtual().name("node-url").start(this::locate);
  }

  /**
   * Before the server waits for its requests: from now on whoever wants takes over what is at home
   * here, and what is under way goes on.
   */
  void closing(
      @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownDelayInitiatedEvent event) {
    node.leave();
    locate();
  }

  private void locate() {
    try {
      store.locate(node.id(), url.advertised().orElse(null));
    } catch (RuntimeException e) {
      LOG.warn("Telling the other nodes where this one is failed; the next beat does", e);
    }
  }

  /** Says that this node stops: what is its is anybody's. */
  public void leave() {
    store.leave(node.id());
  }

  /** Forgets nodes that died long ago. */
  public void bury() {
    store.bury();
  }
}
