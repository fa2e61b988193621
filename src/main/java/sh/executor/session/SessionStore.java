package sh.executor.session;

import java.time.Instant;
import java.util.Optional;

/** Where sessions are when nobody uses them. Blocking; safe for use by many threads. */
interface SessionStore {

  /** Writes a new session: all of its entries or none. */
  void create(SessionKey key, SessionEntries entries, Instant at);

  /** The entries of a session, ended or not; empty when there are none. */
  Optional<SessionEntries> find(SessionKey key);

  /** Notes that the session was used at {@code at}. Does nothing for an unknown or ended one. */
  void touch(SessionKey key, Instant at);

  /**
   * Forgets all of a session but that it was ended, until it is purged.
   *
   * @return false when there was none that could be ended
   */
  boolean end(SessionKey key, Instant at);

  /**
   * Forgets sessions that were last used before {@code before}, ended ones included, at most {@code
   * sessionsMax} of them.
   *
   * @return how many
   */
  int purge(Instant before, int sessionsMax);
}
