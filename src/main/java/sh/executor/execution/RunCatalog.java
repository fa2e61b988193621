package sh.executor.execution;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.Catalog;
import sh.executor.catalog.CatalogView;
import sh.executor.catalog.Connections;
import sh.executor.catalog.model.Callable;
import sh.executor.catalog.model.ConnectionId;
import sh.executor.catalog.model.CredentialLookup;
import sh.executor.catalog.model.ToolAddress;
import sh.executor.catalog.model.ToolHit;
import sh.executor.catalog.model.ToolLookup;
import sh.executor.kernel.Caller;

/**
 * What a run sees of the catalog and of credentials. Looked up when first needed and again when
 * what is known is older than {@link #FRESH}, so that a script of many calls costs few statements,
 * and a rule that is changed, or a connection that is removed, counts for scripts that already run.
 * For many threads; the lock is held while the catalog is read, for the others would only read the
 * same.
 */
final class RunCatalog {

  /** How long a rule, a connection or a credential may still count after it was changed. */
  static final Duration FRESH = Duration.ofSeconds(2);

  private static final int SIMILAR_MAX = 5;

  private final Caller caller;
  private final Catalog catalog;
  private final Connections connections;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private @Nullable CatalogView view;

  @GuardedBy("lock")
  private long viewedAt;

  @GuardedBy("lock")
  private final Map<ConnectionId, CredentialLookup> credentials = new HashMap<>();

  @GuardedBy("lock")
  private final Map<ToolAddress, Callable> callables = new HashMap<>();

  RunCatalog(Caller caller, Catalog catalog, Connections connections, LongSupplier nanoTime) {
    this.caller = caller;
    this.catalog = catalog;
    this.connections = connections;
    this.nanoTime = nanoTime;
  }

  /** For whom. */
  Caller caller() {
    return caller;
  }

  /** The catalog as it is, or was {@link #FRESH} ago. */
  CatalogView view() {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      CatalogView known = view;
      if (known != null && now - viewedAt < FRESH.toNanos()) {
        return known;
      }
      CatalogView opened = catalog.open(caller);
      view = opened;
      viewedAt = now;
      credentials.clear();
      callables.clear();
      return opened;
    } finally {
      lock.unlock();
    }
  }

  /** What is at an address. */
  ToolLookup tool(ToolAddress address) {
    return view().tool(address);
  }

  /** A tool, ready to be called. */
  Callable callable(ToolLookup.Found found) {
    lock.lock();
    try {
      return callables.computeIfAbsent(
          found.tool().address(), it -> found.kind().callable(found.operation(), found.config()));
    } finally {
      lock.unlock();
    }
  }

  /** Paths that are not unlike {@code path}. */
  List<String> similar(String path) {
    return view().search(path, "", 0, SIMILAR_MAX).items().stream().map(ToolHit::path).toList();
  }

  /** The opened credential of a tool's connection. */
  CredentialLookup credential(ToolLookup.Found found) {
    ConnectionId id = found.connection().id();
    lock.lock();
    try {
      CredentialLookup known = credentials.get(id);
      if (known != null) {
        return known;
      }
      CredentialLookup opened = connections.credential(caller, found);
      credentials.put(id, opened);
      return opened;
    } finally {
      lock.unlock();
    }
  }
}
