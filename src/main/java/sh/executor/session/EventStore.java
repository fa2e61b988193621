package sh.executor.session;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import sh.executor.database.Database;
import sh.executor.session.model.Appended;
import sh.executor.session.model.Event;

/**
 * Messages to the clients of sessions, kept until they are known to have arrived, so that a client
 * whose connection broke is told them by whichever node it comes back to. Blocking; safe for use by
 * many threads, and not to be used inside a transaction.
 *
 * <p>A stream is there from its first event on, and its events count from 1. At most 64 of them and
 * 2 MiB are kept of a stream, 512 and 8 MiB of a session: what is older is dropped for what is new,
 * and the log says so, once while the session is in memory. The newest event of all is kept
 * whatever its size. Messages are sealed with the organisation's key, bound to organisation,
 * session, stream and number.
 *
 * <p>Who writes names the {@link LiveSession} as it woke it: once another node has made the session
 * its own, or ended it, nothing is written and the answer says so.
 */
@Singleton
public final class EventStore {

  /** The number of a session's standing stream; {@link LiveSession#nextStream} gives others. */
  public static final long STANDING = 0;

  private static final Logger LOG = Logger.getLogger(EventStore.class);

  private static final int STREAM_EVENTS_MAX = 64;
  private static final int STREAM_BYTES_MAX = 2 << 20;
  private static final int SESSION_EVENTS_MAX = 512;
  private static final int SESSION_BYTES_MAX = 8 << 20;
  private static final int ATTEMPTS_MAX = 100;

  // The session is locked against being taken over until the event is in; the stream's number is
  // raised from the one before only, so that no two events get the same.
  private static final String APPEND =
      """
      with home as (
        select session_sha256 from mcp_session
         where tenant_id = ? and session_sha256 = ? and home_epoch = ? and ended_at is null
           for share),
      stream as (
        insert into mcp_stream (session_sha256, stream_id, last_seq, created_at)
        select session_sha256, ?, ?, ? from home
            on conflict (session_sha256, stream_id) do update set last_seq = excluded.last_seq
         where mcp_stream.last_seq = excluded.last_seq - 1
        returning session_sha256, stream_id, last_seq),
      event as (
        insert into mcp_event (session_sha256, stream_id, seq, sealed, bytes, created_at)
        select session_sha256, stream_id, last_seq, ?, ?, ? from stream
        returning session_sha256, stream_id, bytes),
      kept as (
        select stream_id, seq,
               row_number() over stream as stream_events, sum(bytes) over stream as stream_bytes,
               row_number() over session as session_events, sum(bytes) over session as session_bytes
          from mcp_event where session_sha256 = (select session_sha256 from event)
        window stream as (partition by stream_id order by seq desc),
               session as (order by created_at desc, stream_id, seq desc)),
      dropped as (
        delete from mcp_event using kept, event
         where mcp_event.session_sha256 = event.session_sha256
           and mcp_event.stream_id = kept.stream_id and mcp_event.seq = kept.seq
           and ((kept.stream_id = event.stream_id
                 and (stream_events >= ? or stream_bytes + event.bytes > ?))
                or session_events >= ? or session_bytes + event.bytes > ?)
        returning 1)
      select (select count(*) from home), (select count(*) from event),
             (select count(*) from dropped)
      """;

  private static final String NEWEST =
      """
      select mcp_stream.last_seq
        from mcp_session join mcp_stream using (session_sha256)
       where tenant_id = ? and session_sha256 = ? and stream_id = ?
      """;

  private static final String AFTER =
      """
      select seq, sealed
        from mcp_session join mcp_event using (session_sha256)
       where tenant_id = ? and session_sha256 = ? and stream_id = ? and seq > ?
       order by seq limit ?
      """;

  private static final String DELIVERED =
      """
      delete from mcp_event using mcp_session s
       where s.tenant_id = ? and s.session_sha256 = ? and mcp_event.session_sha256 = s.session_sha256
         and stream_id = ? and seq <= ?
      """;

  // The numbers of a standing stream go on as long as its session is kept, because its client comes
  // back with the newest it has: of that one, only the events go.
  private static final String PURGE =
      """
      with old as (
        select session_sha256, stream_id from mcp_stream s
         where created_at < ?
           and not exists (
             select from mcp_event e
              where e.session_sha256 = s.session_sha256 and e.stream_id = s.stream_id
                and e.created_at >= ?)
           and (stream_id <> ? or exists (
             select from mcp_event e
              where e.session_sha256 = s.session_sha256 and e.stream_id = s.stream_id))
         order by created_at limit ? for update skip locked),
      emptied as (
        delete from mcp_event using old
         where mcp_event.session_sha256 = old.session_sha256
           and mcp_event.stream_id = old.stream_id),
      gone as (
        delete from mcp_stream using old
         where mcp_stream.session_sha256 = old.session_sha256
           and mcp_stream.stream_id = old.stream_id and old.stream_id <> ?)
      select count(*) from old
      """;

  private final Database database;
  private final EventSeals seals;
  private final InstantSource clock;

  @Inject
  EventStore(Database database, EventSeals seals, InstantSource clock) {
    this.database = database;
    this.seals = seals;
    this.clock = clock;
  }

  /**
   * Keeps a message as the next event of a stream.
   *
   * @param stream a {@link LiveSession#nextStream} of the session; the stream begins with this
   *     event if there is none
   */
  public Appended append(LiveSession session, long stream, byte[] message) {
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      long seq = session.lastSeqs().of(stream) + 1;
      switch (attempt(session, stream, seq, message)) {
        case KEPT -> {
          session.lastSeqs().set(stream, seq);
          return new Appended.Kept(seq);
        }
        case REFUSED -> {
          return new Appended.Refused();
        }
        case TAKEN -> session.lastSeqs().set(stream, newest(session, stream));
      }
    }
    throw new IllegalStateException(
        "Keep an event: " + ATTEMPTS_MAX + " times another one had its number");
  }

  private enum Attempt {
    KEPT,
    TAKEN,
    REFUSED
  }

  private Attempt attempt(LiveSession session, long stream, long seq, byte[] message) {
    Instant now = clock.instant();
    byte[] bytes = seals.seal(session, stream, seq, message);
    return database
        .one(
            APPEND,
            row -> {
              logDropped(session, row.number(3));
              if (row.number(1) == 0) {
                return Attempt.REFUSED;
              }
              return row.number(2) == 1 ? Attempt.KEPT : Attempt.TAKEN;
            },
            tenant(session),
            session.key().bytes(),
            session.epoch(),
            stream,
            seq,
            now,
            bytes,
            message.length,
            now,
            STREAM_EVENTS_MAX,
            STREAM_BYTES_MAX,
            SESSION_EVENTS_MAX,
            SESSION_BYTES_MAX)
        .orElseThrow();
  }

  private static void logDropped(LiveSession session, long events) {
    if (events > 0 && session.claimDropNote()) {
      LOG.warnf(
          "A client of %s leaves more events untaken than are kept: the oldest are dropped",
          session.owner().tenant());
    }
  }

  /** The number of a stream's newest event, kept or not; 0 when it has had none. */
  public long newest(LiveSession session, long stream) {
    return database
        .one(NEWEST, row -> row.number(1), tenant(session), session.key().bytes(), stream)
        .orElse(0L);
  }

  /**
   * The events of a stream that are kept, in order.
   *
   * @param seq only those after this one; 0 for all
   */
  public List<Event> after(LiveSession session, long stream, long seq) {
    List<Event> stored =
        database.list(
            AFTER,
            row -> new Event(row.number(1), row.bytes(2)),
            tenant(session),
            session.key().bytes(),
            stream,
            seq,
            SESSION_EVENTS_MAX);
    List<Event> events = new ArrayList<>();
    for (Event each : stored) {
      events.add(new Event(each.seq(), seals.open(session, stream, each.seq(), each.message())));
    }
    return events;
  }

  /** Forgets the events of a stream up to one that is known to have arrived. */
  public void delivered(LiveSession session, long stream, long seq) {
    database.run(DELIVERED, tenant(session), session.key().bytes(), stream, seq);
  }

  /**
   * Forgets streams that have had no event since {@code before}, at most {@code streamsMax} of
   * them; of a standing stream, its events.
   *
   * @return how many streams
   */
  int purge(Instant before, int streamsMax) {
    return database
        .one(
            PURGE,
            row -> Math.toIntExact(row.number(1)),
            before,
            before,
            STANDING,
            streamsMax,
            STANDING)
        .orElseThrow();
  }

  private static UUID tenant(LiveSession session) {
    return session.owner().tenant().value();
  }
}
