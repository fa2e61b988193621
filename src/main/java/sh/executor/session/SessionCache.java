package sh.executor.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sessions in memory, least recently used first. Bounded: a session too many drops the longest
 * unused one that is quiet, which costs its client one read of the store. Safe for use by many
 * threads; the lock is held for a few map operations.
 */
final class SessionCache {

  private static final float LOAD = 0.75f;

  private final ReentrantLock lock = new ReentrantLock();
  private final int sessionsMax;

  @GuardedBy("lock")
  private final Map<SessionKey, LiveSession> sessions = new LinkedHashMap<>(64, LOAD, true);

  SessionCache(int sessionsMax) {
    this.sessionsMax = sessionsMax;
  }

  /** The session, now the most recently used. */
  Optional<LiveSession> find(SessionKey key, long nowMillis) {
    lock.lock();
    try {
      Optional<LiveSession> session = Optional.ofNullable(sessions.get(key));
      session.ifPresent(live -> live.used(nowMillis));
      return session;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Keeps a session.
   *
   * @return the one that was dropped for it, if there was one too many
   */
  Optional<LiveSession> put(LiveSession session) {
    lock.lock();
    try {
      Optional<LiveSession> dropped =
          sessions.size() >= sessionsMax ? dropEldestQuiet() : Optional.empty();
      sessions.put(session.key(), session);
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /** All there are now. */
  List<LiveSession> all() {
    lock.lock();
    try {
      return List.copyOf(sessions.values());
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a session, busy or not. */
  Optional<LiveSession> remove(SessionKey key) {
    lock.lock();
    try {
      return Optional.ofNullable(sessions.remove(key));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Drops quiet sessions last used before {@code beforeMillis}.
   *
   * @return which
   */
  List<LiveSession> dropIdle(long beforeMillis) {
    lock.lock();
    try {
      List<LiveSession> idle =
          sessions.values().stream()
              .filter(live -> live.usedMillis() < beforeMillis && live.isQuiet())
              .toList();
      idle.forEach(live -> sessions.remove(live.key()));
      return idle;
    } finally {
      lock.unlock();
    }
  }

  /** How many there are. */
  int size() {
    lock.lock();
    try {
      return sessions.size();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private Optional<LiveSession> dropEldestQuiet() {
    for (Iterator<LiveSession> eldest = sessions.values().iterator(); eldest.hasNext(); ) {
      LiveSession session = eldest.next();
      if (session.isQuiet()) {
        eldest.remove();
        return Optional.of(session);
      }
    }
    return Optional.empty();
  }
}
