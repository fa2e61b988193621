package sh.executor.catalog;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Values that never change under their key, the least recently used of them let go of when their
 * weight exceeds a bound. For many threads; of those that miss the same key at once one loads, the
 * others wait for it. A load that fails is not kept.
 */
final class WeightedCache<K, V> {

  private final long weightMax;
  private final ToLongFunction<V> weigher;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final LinkedHashMap<K, V> kept = new LinkedHashMap<>(16, 0.75f, true);

  @GuardedBy("lock")
  private final Map<K, CompletableFuture<V>> loading = new HashMap<>();

  @GuardedBy("lock")
  private long weight;

  WeightedCache(long weightMax, ToLongFunction<V> weigher) {
    this.weightMax = weightMax;
    this.weigher = weigher;
  }

  /** The value under {@code key}, loaded without holding a lock if it is not there. */
  V get(K key, Function<K, V> loader) {
    CompletableFuture<V> own = new CompletableFuture<>();
    CompletableFuture<V> other;
    lock.lock();
    try {
      V present = kept.get(key);
      if (present != null) {
        return present;
      }
      other = loading.putIfAbsent(key, own);
    } finally {
      lock.unlock();
    }
    return other == null ? load(key, loader, own) : await(other);
  }

  private V load(K key, Function<K, V> loader, CompletableFuture<V> waiters) {
    try {
      V value = loader.apply(key);
      keep(key, value);
      waiters.complete(value);
      return value;
    } catch (Throwable e) {
      forget(key);
      waiters.completeExceptionally(e);
      throw e;
    }
  }

  private void keep(K key, V value) {
    lock.lock();
    try {
      loading.remove(key);
      kept.put(key, value);
      weight += weigher.applyAsLong(value);
      Iterator<V> eldest = kept.values().iterator();
      while (weight > weightMax && kept.size() > 1) {
        weight -= weigher.applyAsLong(eldest.next());
        eldest.remove();
      }
    } finally {
      lock.unlock();
    }
  }

  private void forget(K key) {
    lock.lock();
    try {
      loading.remove(key);
    } finally {
      lock.unlock();
    }
  }

  private static <V> V await(CompletableFuture<V> other) {
    try {
      return other.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
