package sh.executor.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sh.executor.execution.Resource;

/**
 * A session in memory: what its row says, and what is under way. Only a cache of the row, so it may
 * be dropped whenever it is quiet. Safe for use by many threads.
 */
public final class LiveSession {

  private static final int WATCHES_MAX = 64;
  private static final String ENDED = "session ended";

  private final SessionKey key;
  private final SessionOwner owner;
  private final String protocolVersion;
  private final @Nullable String elicitationMode;
  private final ObjectNode capabilities;
  private final InFlight inFlight = new InFlight();
  private final Outstanding<Optional<String>> outstanding;
  private final Outstanding<Optional<ObjectNode>> requests;
  private final long epoch;
  private final @Nullable String traceparent;
  private final LastSeqs lastSeqs = new LastSeqs();
  private final AtomicBoolean dropNoted = new AtomicBoolean();
  private final AtomicLong streams;
  private final AtomicReference<@Nullable Outlet> standing = new AtomicReference<>();
  private final Watches watches = new Watches(WATCHES_MAX);
  private final Semaphore permits;
  private final int permitsMax;
  private final AtomicLong notedMillis;
  private volatile long usedMillis;
  private volatile long mark;
  private volatile boolean over;
  private volatile boolean moved;
  private volatile @Nullable String logLevel;

  /**
   * A session as it is stored.
   *
   * @param streamsFrom streams are numbered from here: another number than when it last woke, so
   *     that none is taken for one of those whose events are still kept
   */
  LiveSession(
      SessionKey key,
      SessionOwner owner,
      Stored.Open open,
      long streamsFrom,
      SessionConfig config,
      long nowMillis) {
    this.key = key;
    this.owner = owner;
    this.protocolVersion = open.terms().protocolVersion();
    this.elicitationMode = open.terms().elicitationMode();
    this.capabilities = Outline.ofCapabilities(open.terms().initialize());
    this.epoch = open.epoch();
    this.traceparent = open.traceparent();
    this.logLevel = open.logLevel();
    this.streams = new AtomicLong(streamsFrom);
    this.permits = new Semaphore(config.requestsMax());
    this.permitsMax = config.requestsMax();
    this.outstanding =
        new Outstanding<>(config.questionsMax(), Optional.of("The session was ended."));
    this.requests = new Outstanding<>(config.questionsMax(), Optional.empty());
    this.notedMillis = new AtomicLong(nowMillis);
    this.usedMillis = nowMillis;
  }

  /** The negotiated revision of the protocol. */
  public String protocolVersion() {
    return protocolVersion;
  }

  /**
   * The capabilities that the client declared: objects, whose parts are empty objects where the
   * client's are objects, and else false. Bounded, whatever the client sent.
   */
  public ObjectNode capabilities() {
    return capabilities;
  }

  /** How the URL asked for questions to be put; empty when it did not. */
  public Optional<String> elicitationMode() {
    return Optional.ofNullable(elicitationMode);
  }

  /** What the session exposes. */
  public Resource resource() {
    return owner.resource();
  }

  /** The requests under way. */
  public InFlight inFlight() {
    return inFlight;
  }

  /**
   * The questions put to the client. Each comes to nothing when its answer was taken, or to why
   * that counts for nothing.
   */
  public Outstanding<Optional<String>> outstanding() {
    return outstanding;
  }

  /** Our other requests to the client. Each comes to the whole answer, or to nothing. */
  public Outstanding<Optional<ObjectNode>> requests() {
    return requests;
  }

  /** The least severe log message the client wants, by its name; empty when it wants none. */
  public Optional<String> logLevel() {
    return Optional.ofNullable(logLevel);
  }

  /**
   * Keeps a watch that was begun for the client, in the place of one of the same name.
   *
   * @param callOff ends it; run at once when it is not kept
   * @return false when the session has too many, or is over
   */
  public boolean watch(String name, Runnable callOff) {
    return watches.add(name, callOff);
  }

  /** Ends a watch, if there is one of that name. */
  public void unwatch(String name) {
    watches.remove(name);
  }

  /** Says how messages about what is watched get to the client from now on. */
  public void tellBy(Consumer<byte[]> stream) {
    watches.toldBy(stream);
  }

  /** Tells the client of what it watches, if there is a way. */
  public void tell(byte[] json) {
    watches.tell(json);
  }

  /** Whether the session was ended, on this node at least. */
  public boolean isOver() {
    return over;
  }

  /** A number no other stream of this session has. */
  public long nextStream() {
    return streams.incrementAndGet();
  }

  /** Takes room for one HTTP request; false when the session has enough of them under way. */
  public boolean enter() {
    return permits.tryAcquire();
  }

  /** Gives the room back. */
  public void leave() {
    permits.release();
  }

  /**
   * Makes {@code outlet} the session's standing stream, and ends the one before. Of a session that
   * is over, or has gone to another node, it ends at once.
   */
  public void attach(Outlet outlet) {
    Outlet before = standing.getAndSet(outlet);
    if (before != null) {
      before.end("superseded by a newer stream");
    }
    // Whoever closes says so first and ends what stands then: one of the two sees this stream.
    if (over) {
      endStream(ENDED);
    } else if (moved) {
      leaveStream();
    }
  }

  /** Forgets {@code outlet}, if it still is the standing stream. */
  public void detach(Outlet outlet) {
    standing.compareAndSet(outlet, null);
  }

  /** Has the standing stream, if it is open on this node, send what was written down for it. */
  public void wake() {
    Outlet outlet = standing.get();
    if (outlet != null) {
      outlet.wake();
    }
  }

  /**
   * Sends a message over the standing stream, if it is open on this node, without writing it down.
   * Blocks while the reader is slow.
   *
   * @return false when nobody reads
   */
  public boolean send(byte[] message) throws InterruptedException {
    Outlet outlet = standing.get();
    return outlet != null && outlet.send(message);
  }

  /** Stops everything: the session is over. */
  void close() {
    over = true;
    inFlight.cancelAll("the session was ended");
    outstanding.close();
    watches.close();
    requests.close();
    endStream(ENDED);
  }

  boolean isQuiet() {
    return permits.availablePermits() == permitsMax && inFlight.isEmpty() && standing.get() == null;
  }

  SessionKey key() {
    return key;
  }

  SessionOwner owner() {
    return owner;
  }

  void logLevel(String level) {
    logLevel = level;
  }

  /**
   * Goes on elsewhere. What is under way here is answered from here; the standing stream ends,
   * unless it is one that {@link Outlet#stays}.
   */
  void move() {
    moved = true;
    leaveStream();
  }

  private void leaveStream() {
    Outlet outlet = standing.get();
    if (outlet == null || !outlet.stays()) {
      watches.close();
      endStream("moved to another node, reconnect");
    }
  }

  /** Leaves memory, quiet as it is. */
  void drop() {
    watches.close();
  }

  /** Ends the standing stream, if there is one. */
  void endStream(String reason) {
    Outlet outlet = standing.getAndSet(null);
    if (outlet != null) {
      outlet.end(reason);
    }
  }

  /** What {@link Homes#stands} is to be asked with. */
  long mark() {
    return mark;
  }

  void mark(long taken) {
    mark = taken;
  }

  /** How often the session had changed its home when this node woke it. */
  long epoch() {
    return epoch;
  }

  /** The span it began in; null when nobody saw that. */
  @Nullable String traceparent() {
    return traceparent;
  }

  /** True once: the first time that undelivered events were dropped since it woke. */
  boolean claimDropNote() {
    return dropNoted.compareAndSet(false, true);
  }

  /** The numbers of the newest events this node wrote. */
  LastSeqs lastSeqs() {
    return lastSeqs;
  }

  void used(long nowMillis) {
    usedMillis = nowMillis;
  }

  long usedMillis() {
    return usedMillis;
  }

  /** True for one caller, once every {@code intervalMillis}: that one writes the activity down. */
  boolean claimNote(long nowMillis, long intervalMillis) {
    long noted = notedMillis.get();
    return nowMillis - noted >= intervalMillis && notedMillis.compareAndSet(noted, nowMillis);
  }
}
