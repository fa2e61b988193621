package sh.executor.session;

import com.fasterxml.jackson.databind.node.LongNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that lasts as long as a test, and counts how often it is read. */
final class MemorySessionStore implements SessionStore {

  private final Map<SessionKey, SessionEntries> sessions = new HashMap<>();
  private final AtomicInteger reads = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /** From now on, whoever reads waits for {@link #release}. */
  void hold() {
    gate = new CountDownLatch(1);
  }

  void release() {
    gate.countDown();
  }

  int reads() {
    return reads.get();
  }

  @Override
  public synchronized void create(SessionKey key, SessionEntries entries, Instant at) {
    sessions.put(key, entries.with(EntryKey.LAST_ACTIVITY, millis(at)));
  }

  @Override
  public Optional<SessionEntries> find(SessionKey key) {
    reads.incrementAndGet();
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("wait to be let through", e);
    }
    synchronized (this) {
      return Optional.ofNullable(sessions.get(key));
    }
  }

  @Override
  public synchronized void touch(SessionKey key, Instant at) {
    sessions.computeIfPresent(
        key,
        (same, entries) ->
            entries.has(EntryKey.ENDED)
                ? entries
                : entries.with(EntryKey.LAST_ACTIVITY, millis(at)));
  }

  @Override
  public synchronized boolean end(SessionKey key, Instant at) {
    SessionEntries entries = sessions.get(key);
    if (entries == null || !entries.has(EntryKey.META)) {
      return false;
    }
    sessions.put(
        key,
        SessionEntries.none()
            .with(EntryKey.LAST_ACTIVITY, lastActivity(entries))
            .with(EntryKey.ENDED, millis(at)));
    return true;
  }

  @Override
  public synchronized int purge(Instant before, int sessionsMax) {
    List<SessionKey> old = new ArrayList<>();
    sessions.forEach(
        (key, entries) -> {
          if (lastActivity(entries).asLong() < before.toEpochMilli() && old.size() < sessionsMax) {
            old.add(key);
          }
        });
    old.forEach(sessions::remove);
    return old.size();
  }

  private static LongNode millis(Instant at) {
    return LongNode.valueOf(at.toEpochMilli());
  }

  private static LongNode lastActivity(SessionEntries entries) {
    return LongNode.valueOf(entries.find(EntryKey.LAST_ACTIVITY).orElseThrow().asLong());
  }
}
