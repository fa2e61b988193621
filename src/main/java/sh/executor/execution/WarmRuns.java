package sh.executor.execution;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sh.executor.execution.model.RunId;

/**
 * Sandboxes of runs that rest, kept for a few seconds because people often answer at once. Only a
 * cache: what is not here is made from its snapshot.
 */
@Singleton
final class WarmRuns {

  private final ExecutionConfig config;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<RunId, Warm> runs = new LinkedHashMap<>();

  @Inject
  WarmRuns(ExecutionConfig config, LongSupplier nanoTime) {
    this.config = config;
    this.nanoTime = nanoTime;
  }

  private record Warm(RunBody body, long epoch, long sinceNanos) {}

  /** Keeps a run that was put to rest under {@code epoch}; takes care of closing it. */
  void keep(RunId id, RunBody body, long epoch) {
    List<Warm> out = new ArrayList<>();
    lock.lock();
    try {
      // Removed and not replaced, so that the oldest stay first.
      @Nullable Warm before = runs.remove(id);
      if (before != null) {
        out.add(before);
      }
      runs.put(id, new Warm(body, epoch, nanoTime.getAsLong()));
      while (runs.size() > config.warmMax()) {
        out.add(runs.pollFirstEntry().getValue());
      }
    } finally {
      lock.unlock();
    }
    out.forEach(warm -> warm.body().close());
  }

  /** The run as it was put to rest, if it is still here and has not moved elsewhere since. */
  Optional<RunBody> take(RunId id, long epoch) {
    @Nullable Warm warm;
    lock.lock();
    try {
      warm = runs.remove(id);
    } finally {
      lock.unlock();
    }
    if (warm == null) {
      return Optional.empty();
    }
    if (warm.epoch() == epoch) {
      return Optional.of(warm.body());
    }
    warm.body().close();
    return Optional.empty();
  }

  /** Lets go of those that have been here for long. */
  void cool() {
    long now = nanoTime.getAsLong();
    while (true) {
      @Nullable Warm old = oldest(now);
      if (old == null) {
        return;
      }
      old.body().close();
    }
  }

  private @Nullable Warm oldest(long now) {
    lock.lock();
    try {
      Iterator<Warm> all = runs.values().iterator();
      if (all.hasNext()) {
        Warm first = all.next();
        if (now - first.sinceNanos() >= config.warmFor().toNanos()) {
          all.remove();
          return first;
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }
}
