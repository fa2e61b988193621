package sh.executor.session;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import sh.executor.execution.Resource;
import sh.executor.kernel.Caller;
import sh.executor.session.model.Terms;
import sh.executor.telemetry.Trace;

/**
 * All sessions: opens them, finds them for those they belong to, ends them. Blocking, for virtual
 * threads.
 *
 * <p>A session is at home at one node at a time, as long as that one's lease lasts. What is in
 * memory is looked at anew, once its node may have lost it to another.
 *
 * <p>What is not in memory is read once however many requests of one owner ask for it together, and
 * if that fails, it fails once. It is read under one of a fixed number of locks, chosen by the
 * session, so that no session is rebuilt beside its own end.
 */
@Singleton
public final class Sessions {

  private static final Logger LOG = Logger.getLogger(Sessions.class);
  private static final int WAKE_LOCKS = 256;

  /** When an account has too many sessions, at most one in so many gives way at once. */
  private static final int PARTS_ENDED = 100;

  /** Numbers of streams stay exact in JSON numbers of any client, however many follow. */
  private static final long STREAMS_FROM_MAX = 1L << 52;

  private final SessionStore store;
  private final Homes homes;
  private final SessionConfig config;
  private final InstantSource clock;
  private final SecureRandom random;
  private final SessionSpans spans;
  private final SessionCache cache;
  private final Headroom headroom = new Headroom();
  private final SingleFlight<Asking, Found> wakes = new SingleFlight<>();
  private final ReentrantLock[] wakeLocks = new ReentrantLock[WAKE_LOCKS];

  @Inject
  Sessions(
      SessionStore store,
      Homes homes,
      SessionConfig config,
      InstantSource clock,
      SecureRandom random,
      SessionSpans spans) {
    this.store = store;
    this.homes = homes;
    this.config = config;
    this.clock = clock;
    this.random = random;
    this.spans = spans;
    this.cache = new SessionCache(config.cachedMax());
    Arrays.setAll(wakeLocks, i -> new ReentrantLock());
  }

  /**
   * Begins a session of {@code caller} at {@code resource}.
   *
   * @return empty when the account has as many as it may, each of which is in use, or was so short
   *     a while ago that its client may come back for something
   */
  public Optional<Opened> open(Caller caller, Resource resource, Terms terms) {
    SessionOwner owner = SessionOwner.of(caller, resource);
    return makesRoom(owner) ? Optional.of(open(owner, terms)) : Optional.empty();
  }

  /**
   * Makes room for one more session of a member's. Most clients never say that they are done with
   * theirs: so those give way that nobody has used since the last thing kept for their clients was
   * forgotten, some at a time, because looking for them costs more than counting.
   */
  private boolean makesRoom(SessionOwner member) {
    Instant now = clock.instant();
    if (headroom.take(member, now.toEpochMilli())) {
      return true;
    }
    int max = config.perAccountMax();
    int left = max - store.count(member, max);
    if (left > 0) {
      headroom.counted(member, left, now.toEpochMilli());
      return true;
    }
    int some = Math.ceilDiv(max, PARTS_ENDED);
    int ended = store.endUnused(member, now.minus(config.eventTtl()), some, now);
    if (ended > 0) {
      LOG.infof("An account has as many sessions as it may: %d of the longest unused ended", ended);
    }
    return ended > 0;
  }

  private Opened open(SessionOwner owner, Terms terms) {
    SessionId id = SessionId.random(random);
    Instant now = clock.instant();
    try (Trace _ = spans.begin(id.key(), owner)) {
      long mark = homes.mark();
      String traceparent = SessionSpans.traceparent();
      store.create(id.key(), owner, terms, homes.here(), now, traceparent);
      Stored.Open open = new Stored.Open(terms, null, 0, traceparent);
      LiveSession session = live(id.key(), owner, open, mark);
      keep(session);
      return new Opened(id.value(), session);
    }
  }

  /**
   * The session {@code caller} calls by {@code id} at {@code resource}; wakes it if need be, and
   * takes it home unless it is at home at another node that lives.
   */
  public Found find(String id, Caller caller, Resource resource) {
    Optional<SessionId> parsed = SessionId.parse(id);
    if (parsed.isEmpty()) {
      return new Found.Unknown();
    }
    SessionKey key = parsed.get().key();
    SessionOwner asking = SessionOwner.of(caller, resource);
    Optional<LiveSession> cached = cache.find(key, clock.millis());
    if (cached.isPresent() && homes.stands(cached.get().mark())) {
      return ifOwned(cached.get(), asking);
    }
    return wakes.fly(new Asking(key, asking), () -> wake(key, asking));
  }

  /**
   * Ends a session: stops what it does and forgets what it was. When the store can't be told, what
   * it does is stopped all the same, and its next request finds it as it was stored.
   */
  public void end(LiveSession session) {
    SessionKey key = session.key();
    ReentrantLock lock = wakeLock(key);
    lock.lock();
    try {
      store.end(key, session.owner(), clock.instant());
    } finally {
      cache.remove(key);
      lock.unlock();
      session.close();
    }
  }

  /**
   * Notes down the least severe log message a session's client wants.
   *
   * @param level its name
   */
  public void logLevel(LiveSession session, String level) {
    store.logLevel(session.key(), session.owner(), level);
    session.logLevel(level);
  }

  /**
   * Notes that a session is in use: in memory always, in the store once in a while. If it turns out
   * that another node has ended it, it is over here too.
   */
  public void used(LiveSession session) {
    long now = clock.millis();
    session.used(now);
    if (session.claimNote(now, config.activityInterval().toMillis())
        && !store.touch(session.key(), session.owner(), Instant.ofEpochMilli(now))) {
      cache.remove(session.key());
      session.close();
    }
  }

  /** Whether no other node can be a session's home by now. False does not say that one is. */
  public boolean isSurelyHome(LiveSession session) {
    return homes.stands(session.mark());
  }

  /**
   * Drops from memory what nobody used for a while.
   *
   * @return how many sessions
   */
  int dropIdle() {
    List<LiveSession> idle = cache.dropIdle(clock.millis() - config.idleDrop().toMillis());
    idle.forEach(session -> drop(session, SessionSpans.Cause.IDLE));
    return idle.size();
  }

  /** Lets go of all sessions: the node has answered its last request. */
  void dropAll() {
    for (LiveSession session : cache.all()) {
      cache
          .remove(session.key())
          .ifPresent(held -> spans.hibernated(held, SessionSpans.Cause.STOPPED));
    }
  }

  /** Tells the clients of all standing streams to open another one: not here, if they can. */
  void reconnect() {
    cache.all().forEach(session -> session.endStream("the node stops, reconnect"));
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
    ReentrantLock lock = wakeLock(key);
    lock.lock();
    try {
      return wakeLocked(key, asking);
    } finally {
      lock.unlock();
    }
  }

  private Found wakeLocked(SessionKey key, SessionOwner asking) {
    Optional<LiveSession> cached = cache.find(key, clock.millis());
    if (cached.isPresent() && homes.stands(cached.get().mark())) {
      return ifOwned(cached.get(), asking);
    }
    Instant since = clock.instant();
    Optional<Stored> stored = store.find(key, asking);
    if (stored.isEmpty()) {
      return new Found.Unknown();
    }
    return switch (stored.get()) {
      case Stored.Ended() -> new Found.Ended();
      case Stored.NotYours() -> new Found.NotYours();
      case Stored.Open open -> claim(key, asking, open, since);
    };
  }

  private Found claim(SessionKey key, SessionOwner owner, Stored.Open open, Instant since) {
    long mark = homes.mark();
    return switch (homes.claim(key, owner)) {
      case Home.Gone() -> new Found.Unknown();
      case Home.Here(long epoch) -> new Found.Live(here(key, owner, open.at(epoch), mark, since));
      case Home.Elsewhere(UUID node) -> {
        move(key);
        yield new Found.Elsewhere(node);
      }
    };
  }

  /** What is in memory stays, unless the session was at home elsewhere in the meantime. */
  private LiveSession here(
      SessionKey key, SessionOwner owner, Stored.Open open, long mark, Instant since) {
    Optional<LiveSession> same =
        cache.find(key, clock.millis()).filter(known -> known.epoch() == open.epoch());
    if (same.isPresent()) {
      same.get().mark(mark);
      return same.get();
    }
    move(key);
    LiveSession session = live(key, owner, open, mark);
    keep(session);
    spans.woke(session, since);
    return session;
  }

  private void keep(LiveSession session) {
    cache.put(session).ifPresent(dropped -> drop(dropped, SessionSpans.Cause.CROWDED));
  }

  private void drop(LiveSession session, SessionSpans.Cause cause) {
    session.drop();
    spans.hibernated(session, cause);
  }

  private void move(SessionKey key) {
    cache
        .remove(key)
        .ifPresent(
            session -> {
              session.move();
              spans.hibernated(session, SessionSpans.Cause.MOVED);
            });
  }

  private static Found ifOwned(LiveSession session, SessionOwner asking) {
    return session.owner().equals(asking) ? new Found.Live(session) : new Found.NotYours();
  }

  private LiveSession live(SessionKey key, SessionOwner owner, Stored.Open open, long mark) {
    long streamsFrom = random.nextLong(STREAMS_FROM_MAX);
    LiveSession session = new LiveSession(key, owner, open, streamsFrom, config, clock.millis());
    session.mark(mark);
    return session;
  }

  private ReentrantLock wakeLock(SessionKey key) {
    return wakeLocks[Math.floorMod(key.hashCode(), WAKE_LOCKS)];
  }

  /** Who asks for what: a stranger's look is another one than the owner's. */
  private record Asking(SessionKey key, SessionOwner owner) {}
}
