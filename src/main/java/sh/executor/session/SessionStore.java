package sh.executor.session;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.executor.session.model.Terms;

/** Where sessions are when nobody uses them. Blocking; safe for use by many threads. */
interface SessionStore {

  /**
   * Writes a new session of {@code owner}, at home at the node {@code home}.
   *
   * @param traceparent the span it begins in; null when nobody will see that
   */
  void create(
      SessionKey key,
      SessionOwner owner,
      Terms terms,
      UUID home,
      Instant at,
      @Nullable String traceparent);

  /** How many sessions a member has; counts no further than {@code atMost}. */
  int count(SessionOwner member, int atMost);

  /**
   * Ends sessions of a member that were last used before {@code before}, the longest unused first,
   * as {@link #end} does, at most {@code sessionsMax} of them.
   *
   * @return how many
   */
  int endUnused(SessionOwner member, Instant before, int sessionsMax, Instant at);

  /** What there is under a key, as far as it is {@code asking}'s to know; empty for nothing. */
  Optional<Stored> find(SessionKey key, SessionOwner asking);

  /**
   * Notes that the session was used at {@code at}.
   *
   * @return false when there is none: it was ended, or purged
   */
  boolean touch(SessionKey key, SessionOwner owner, Instant at);

  /** Notes down the least severe log message its client wants. */
  void logLevel(SessionKey key, SessionOwner owner, String level);

  /**
   * Forgets all of a session, its events too, but that it was ended, until it is purged.
   *
   * @return false when {@code owner} had none that could be ended
   */
  boolean end(SessionKey key, SessionOwner owner, Instant at);

  /**
   * Forgets sessions that were last used before {@code before}, ended ones included, at most {@code
   * sessionsMax} of them, and as much of what was set aside before then.
   *
   * @return how many sessions
   */
  int purge(Instant before, int sessionsMax);
}
