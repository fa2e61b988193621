package sh.executor.session;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Does what many ask for at once, once: the first does it, the others wait and are told the same. A
 * failure is that of the first, with its cause; the others only hear that it failed, and whoever
 * asks next tries again. Safe for use by many threads; holds nothing between flights.
 */
final class SingleFlight<K, V> {

  private final Map<K, CompletableFuture<V>> flights = new ConcurrentHashMap<>();

  /** What {@code work} comes to, here or at the thread that is at it already. Blocks. */
  V fly(K key, Supplier<V> work) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> under = flights.putIfAbsent(key, mine);
    if (under != null) {
      return landed(under);
    }
    try {
      V value = work.get();
      mine.complete(value);
      return value;
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      flights.remove(key, mine);
    }
  }

  private V landed(CompletableFuture<V> flight) {
    return flight
        .handle((value, failure) -> Optional.ofNullable(value))
        .join()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Wait for the request that wakes the session: it failed, and says itself why"));
  }
}
