package sh.executor.catalog;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import sh.executor.kernel.AccountId;
import sh.executor.kernel.Caller;
import sh.executor.kernel.TenantId;

/**
 * Tells when the tools a caller sees have changed, whichever node they were changed on. It looks in
 * the database now and then, as long as anybody wants to know: one query for every thousand
 * organisations, and one for each caller of those where something has happened. However much
 * changes between two looks, it is told once. Safe for use by many threads.
 */
@Singleton
public final class CatalogChanges {

  private static final Logger LOG = Logger.getLogger(CatalogChanges.class);
  private static final int ORGANIZATIONS_PER_QUERY = 1_000;

  private final SignStore store;
  private final CatalogConfig config;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Map<TenantId, Set<Watch>> watches = new ConcurrentHashMap<>();

  /** As last seen; for the thread that looks. */
  private final Map<TenantId, String> signs = new HashMap<>();

  @Inject
  CatalogChanges(SignStore store, CatalogConfig config) {
    this.store = store;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    Thread.ofVirtual().name("catalog-watch").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) {
    stopped.countDown();
  }

  /**
   * From now on, calls {@code changed} some time after the tools of {@code caller} have changed.
   * One query; when that fails, nothing is watched.
   *
   * @param changed should be quick: all watches share the thread it is called on
   * @return ends the watch
   */
  public Runnable watch(Caller caller, Runnable changed) {
    Watch watch = new Watch(caller, changed, new AtomicReference<>());
    watches.compute(
        caller.tenant(),
        (tenant, before) -> {
          Set<Watch> more = before == null ? ConcurrentHashMap.newKeySet() : before;
          more.add(watch);
          return more;
        });
    try {
      watch.seen().compareAndSet(null, store.ofCaller(caller));
    } catch (RuntimeException e) {
      end(watch);
      throw e;
    }
    return () -> end(watch);
  }

  private void end(Watch watch) {
    watches.computeIfPresent(
        watch.caller().tenant(),
        (tenant, before) -> {
          before.remove(watch);
          return before.isEmpty() ? null : before;
        });
  }

  private void run() {
    try {
      while (!stopped.await(config.watchInterval().toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          look();
        } catch (RuntimeException e) {
          LOG.warn("Looking for changes of the catalog failed; the next round tries again", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks once, and tells. */
  void look() {
    List<TenantId> watched = new ArrayList<>(watches.keySet());
    signs.keySet().retainAll(Set.copyOf(watched));
    for (int from = 0; from < watched.size(); from += ORGANIZATIONS_PER_QUERY) {
      int to = Math.min(from + ORGANIZATIONS_PER_QUERY, watched.size());
      Map<TenantId, String> now = store.ofOrganizations(watched.subList(from, to));
      now.forEach(
          (tenant, sign) -> {
            if (!sign.equals(signs.get(tenant)) && lookAt(tenant)) {
              signs.put(tenant, sign);
            }
          });
    }
  }

  /** Whether all that watch there are sure to know; else they have to be looked at again. */
  private boolean lookAt(TenantId tenant) {
    boolean all = true;
    Map<AccountId, String> own = new HashMap<>();
    for (Watch watch : watches.getOrDefault(tenant, Set.of())) {
      if (watch.seen().get() == null) {
        // It is just being set up, and may have read what is there before the change.
        all = false;
      } else {
        watch.see(
            own.computeIfAbsent(
                watch.caller().account(), account -> store.ofCaller(watch.caller())));
      }
    }
    return all;
  }

  /**
   * One who wants to know. Never equal to another: its reference is its own.
   *
   * @param seen the sign as of which it knows; null while that is being found out
   */
  private record Watch(Caller caller, Runnable changed, AtomicReference<@Nullable String> seen) {

    private void see(String sign) {
      if (!sign.equals(seen.getAndSet(sign))) {
        try {
          changed.run();
        } catch (RuntimeException e) {
          LOG.warn("Telling of a change of the catalog failed", e);
        }
      }
    }
  }
}
