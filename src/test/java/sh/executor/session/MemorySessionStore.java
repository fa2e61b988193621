package sh.executor.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import sh.executor.session.model.Terms;

/** A store that lasts as long as a test, and counts how often it is read. */
final class MemorySessionStore implements SessionStore {

  private final Map<SessionKey, Kept> sessions = new HashMap<>();
  private final AtomicInteger reads = new AtomicInteger();
  private volatile boolean failing;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /** From now on, whoever reads waits for {@link #release}. */
  void hold() {
    gate = new CountDownLatch(1);
  }

  void release() {
    gate.countDown();
  }

  /** From now on, reads fail, as when the database is away; or do not. */
  void fail(boolean fails) {
    failing = fails;
  }

  int reads() {
    return reads.get();
  }

  /** When a session was last used, as far as it was noted. */
  synchronized Instant lastUsed(SessionKey key) {
    return Optional.ofNullable(sessions.get(key)).orElseThrow().used();
  }

  @Override
  public synchronized void create(
      SessionKey key,
      SessionOwner owner,
      Terms terms,
      UUID home,
      Instant at,
      @Nullable String traceparent) {
    sessions.put(key, new Kept(owner, terms, null, at, false, traceparent));
  }

  @Override
  public synchronized int count(SessionOwner member, int atMost) {
    long all = sessions.values().stream().filter(kept -> kept.isOf(member)).count();
    return Math.toIntExact(Math.min(all, atMost));
  }

  @Override
  public synchronized int endUnused(
      SessionOwner member, Instant before, int sessionsMax, Instant at) {
    List<Map.Entry<SessionKey, Kept>> unused =
        sessions.entrySet().stream()
            .filter(entry -> entry.getValue().isOf(member))
            .filter(entry -> entry.getValue().used().isBefore(before))
            .sorted(Comparator.comparing(entry -> entry.getValue().used()))
            .limit(sessionsMax)
            .toList();
    unused.forEach(entry -> end(entry.getKey(), entry.getValue().owner(), at));
    return unused.size();
  }

  @Override
  public Optional<Stored> find(SessionKey key, SessionOwner asking) {
    reads.incrementAndGet();
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("wait to be let through", e);
    }
    if (failing) {
      throw new IllegalStateException("read a session: the store is away");
    }
    synchronized (this) {
      return Optional.ofNullable(sessions.get(key)).map(kept -> kept.to(asking));
    }
  }

  @Override
  public synchronized boolean touch(SessionKey key, SessionOwner owner, Instant at) {
    Kept kept = sessions.get(key);
    if (kept == null || !kept.isOpenTo(owner)) {
      return false;
    }
    sessions.put(key, kept.with(kept.logLevel(), at));
    return true;
  }

  @Override
  public synchronized void logLevel(SessionKey key, SessionOwner owner, String level) {
    sessions.computeIfPresent(
        key, (same, kept) -> kept.isOpenTo(owner) ? kept.with(level, kept.used()) : kept);
  }

  @Override
  public synchronized boolean end(SessionKey key, SessionOwner owner, Instant at) {
    Kept kept = sessions.get(key);
    if (kept == null || !kept.isOpenTo(owner)) {
      return false;
    }
    sessions.put(key, new Kept(owner, kept.terms(), null, kept.used(), true, null));
    return true;
  }

  @Override
  public synchronized int purge(Instant before, int sessionsMax) {
    List<SessionKey> old = new ArrayList<>();
    sessions.forEach(
        (key, kept) -> {
          if (kept.used().isBefore(before) && old.size() < sessionsMax) {
            old.add(key);
          }
        });
    old.forEach(sessions::remove);
    return old.size();
  }

  private record Kept(
      SessionOwner owner,
      Terms terms,
      @Nullable String logLevel,
      Instant used,
      boolean ended,
      @Nullable String traceparent) {

    Kept with(@Nullable String level, Instant at) {
      return new Kept(owner, terms, level, at, ended, traceparent);
    }

    boolean isOf(SessionOwner member) {
      return isOpenTo(member) && owner.account().equals(member.account());
    }

    boolean isOpenTo(SessionOwner asking) {
      return !ended && owner.tenant().equals(asking.tenant());
    }

    Stored to(SessionOwner asking) {
      if (ended) {
        return new Stored.Ended();
      }
      return owner.equals(asking)
          ? new Stored.Open(terms, logLevel, 0, traceparent)
          : new Stored.NotYours();
    }
  }
}
