package sh.executor.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import sh.executor.execution.Resource;
import sh.executor.kernel.Caller;

/**
 * All sessions: opens them, finds them for those they belong to, ends them. Blocking, for virtual
 * threads.
 *
 * <p>What is not in memory is read under one of a fixed number of locks, chosen by the session, so
 * that a session is rebuilt once however many requests arrive together, and never beside its own
 * end.
 */
@Singleton
public final class Sessions {

  private static final int WAKE_LOCKS = 256;

  private final SessionStore store;
  private final SessionConfig config;
  private final InstantSource clock;
  private final SecureRandom random;
  private final SessionCache cache;
  private final ReentrantLock[] wakeLocks = new ReentrantLock[WAKE_LOCKS];

  @Inject
  Sessions(SessionStore store, SessionConfig config, InstantSource clock, SecureRandom random) {
    this.store = store;
    this.config = config;
    this.clock = clock;
    this.random = random;
    this.cache = new SessionCache(config.cachedMax());
    Arrays.setAll(wakeLocks, i -> new ReentrantLock());
  }

  /** Begins a session of {@code caller} at {@code resource}. */
  public Opened open(Caller caller, Resource resource, Terms terms) {
    SessionId id = SessionId.random(random);
    Instant now = clock.instant();
    SessionEntries entries =
        SessionEntries.none()
            .with(EntryKey.META, SessionMeta.of(caller, resource, terms))
            .with(EntryKey.INITIALIZE, terms.initialize())
            .with(EntryKey.PROPS, props(terms));
    store.create(id.key(), entries, now);
    LiveSession session = live(id.key(), SessionOwner.of(caller, resource), terms);
    cache.put(session);
    return new Opened(id.value(), session);
  }

  /** The session {@code caller} calls by {@code id} at {@code resource}; wakes it if need be. */
  public Found find(String id, Caller caller, Resource resource) {
    Optional<SessionId> parsed = SessionId.parse(id);
    if (parsed.isEmpty()) {
      return new Found.Unknown();
    }
    SessionKey key = parsed.get().key();
    SessionOwner asking = SessionOwner.of(caller, resource);
    Optional<LiveSession> cached = cache.find(key, clock.millis());
    if (cached.isPresent()) {
      return ifOwned(cached.get(), asking);
    }
    ReentrantLock lock = wakeLock(key);
    lock.lock();
    try {
      return wake(key, asking);
    } finally {
      lock.unlock();
    }
  }

  /** Ends a session: stops what it does and forgets what it was. */
  public void end(LiveSession session) {
    SessionKey key = session.key();
    ReentrantLock lock = wakeLock(key);
    lock.lock();
    try {
      store.end(key, clock.instant());
      cache.remove(key);
    } finally {
      lock.unlock();
    }
    session.close();
  }

  /**
   * Notes down the least severe log message a session's client wants.
   *
   * @param level its name
   */
  public void logLevel(LiveSession session, String level) {
    session.logLevel(level);
  }

  /** Notes that a session is in use: in memory always, in the store once in a while. */
  public void used(LiveSession session) {
    long now = clock.millis();
    session.used(now);
    if (session.claimNote(now, config.activityInterval().toMillis())) {
      store.touch(session.key(), Instant.ofEpochMilli(now));
    }
  }

  /**
   * Drops from memory what nobody used for a while.
   *
   * @return how many sessions
   */
  int dropIdle() {
    return cache.dropIdle(clock.millis() - config.idleDrop().toMillis());
  }

  /**
   * Forgets, batch by batch, sessions that nobody used for their time to live.
   *
   * @return how many
   */
  int purge() {
    Duration ttl = config.ttl();
    int purged = 0;
    int batch;
    do {
      batch = store.purge(clock.instant().minus(ttl), config.purgeBatch());
      purged += batch;
    } while (batch == config.purgeBatch());
    return purged;
  }

  /** How many sessions are in memory. */
  int cached() {
    return cache.size();
  }

  private Found wake(SessionKey key, SessionOwner asking) {
    Optional<LiveSession> cached = cache.find(key, clock.millis());
    if (cached.isPresent()) {
      return ifOwned(cached.get(), asking);
    }
    Optional<SessionEntries> stored = store.find(key);
    if (stored.isEmpty()) {
      return new Found.Unknown();
    }
    SessionEntries entries = stored.get();
    if (entries.has(EntryKey.ENDED)) {
      return new Found.Ended();
    }
    Optional<SessionMeta> meta = entries.find(EntryKey.META);
    Optional<ObjectNode> initialize = entries.find(EntryKey.INITIALIZE);
    Optional<SessionOwner> owner = meta.flatMap(SessionMeta::owner);
    if (meta.isEmpty() || owner.isEmpty() || initialize.isEmpty()) {
      return new Found.Unknown();
    }
    if (!owner.get().equals(asking)) {
      return new Found.NotYours();
    }
    LiveSession session = live(key, owner.get(), terms(meta.get(), initialize.get()));
    cache.put(session);
    return new Found.Live(session);
  }

  private static Found ifOwned(LiveSession session, SessionOwner asking) {
    return session.owner().equals(asking) ? new Found.Live(session) : new Found.NotYours();
  }

  private LiveSession live(SessionKey key, SessionOwner owner, Terms terms) {
    return new LiveSession(key, owner, terms, config, clock.millis());
  }

  /** A session of a build that did not note the revision down spoke what its client asked for. */
  private static Terms terms(SessionMeta meta, ObjectNode initialize) {
    String noted = meta.protocolVersion();
    String version =
        noted == null ? initialize.path("params").path("protocolVersion").asText() : noted;
    return new Terms(version, meta.elicitationMode(), initialize);
  }

  private static ObjectNode props(Terms terms) {
    ObjectNode props = terms.initialize().objectNode();
    if (terms.elicitationMode() != null) {
      props.put("elicitationMode", terms.elicitationMode());
    }
    return props;
  }

  private ReentrantLock wakeLock(SessionKey key) {
    return wakeLocks[Math.floorMod(key.hashCode(), WAKE_LOCKS)];
  }
}
