package sh.executor.session;

import java.util.UUID;

/**
 * Decides at which node a session is at home. A node is the home of a session as long as its lease
 * lasts; no lease of its own is written for a session. Blocking; safe for use by many threads.
 */
interface Homes {

  /** This node. */
  UUID here();

  /**
   * Makes a session this node's, unless it is at home at another one that lives. Of many that try,
   * one succeeds; whoever takes it from another raises its epoch.
   */
  Home claim(SessionKey key, SessionOwner owner);

  /** To be taken before a claim, and shown to {@link #stands} after it. */
  long mark();

  /** Whether no other node can have taken over what this one claimed since {@code mark}. */
  boolean stands(long mark);
}
