package sh.executor.node;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way to other nodes: one connection to each, made when it is first needed and made again when
 * it was lost. Blocking, for virtual threads.
 */
@Singleton
public final class Hops {

  private final NodeStore store;
  private final HopDialler dialler;
  private volatile boolean closing;
  private final Map<UUID, CompletableFuture<Optional<HopLink>>> links = new ConcurrentHashMap<>();

  @Inject
  Hops(NodeStore store, HopDialler dialler) {
    this.store = store;
    this.dialler = dialler;
  }

  /** A channel to a node, or why there is none. */
  public sealed interface Way {

    /** There is one; nothing was sent on it. */
    record Open(HopChannel channel) implements Way {}

    /** It lives, and says where; it just can't be reached now, or has enough to do. */
    record Closed() implements Way {}

    /** It has died, or nobody knows where it is. */
    record Nowhere() implements Way {}
  }

  /** Opens a channel to {@code node}. */
  public Way to(UUID node) {
    CompletableFuture<Optional<HopLink>> known = links.get(node);
    if (known != null) {
      Optional<HopLink> link = known.join();
      if (link.isPresent() && !link.get().isEnding()) {
        return channel(link.get());
      }
      links.remove(node, known);
    }
    Optional<String> url = store.url(node);
    if (url.isEmpty()) {
      return new Way.Nowhere();
    }
    return dialled(node, url.get()).map(this::channel).orElseGet(Way.Closed::new);
  }

  private Way channel(HopLink link) {
    Way way = link.open().<Way>map(Way.Open::new).orElseGet(Way.Closed::new);
    if (closing) {
      link.drain();
    }
    return way;
  }

  /** Connections end with what is under way over them: none may keep the process. */
  void closing(@Observes ShutdownDelayInitiatedEvent event) {
    closing = true;
    for (CompletableFuture<Optional<HopLink>> link : links.values()) {
      CompletableFuture<Void> _ = link.thenAccept(made -> made.ifPresent(HopLink::drain));
    }
  }

  /** Dials, unless somebody does already: then that is waited for. */
  private Optional<HopLink> dialled(UUID node, String url) {
    CompletableFuture<Optional<HopLink>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<HopLink>> theirs = links.putIfAbsent(node, mine);
    if (theirs != null) {
      return theirs.join();
    }
    Optional<HopLink> link = Optional.empty();
    try {
      link = dialler.dial(node, url);
    } finally {
      if (link.isEmpty()) {
        links.remove(node, mine);
      }
      mine.complete(link);
    }
    return link;
  }
}
