package sh.executor.session;

import java.util.UUID;

/** What there is under a session id, for the one who asks. */
public sealed interface Found {

  /** The session, awake. */
  record Live(LiveSession session) implements Found {}

  /** It is at home at another node, which lives: whoever asks is to be passed on to it. */
  record Elsewhere(UUID node) implements Found {}

  /** Nothing was ever given out under that id, or it is long forgotten. */
  record Unknown() implements Found {}

  /** There was a session, and it was ended. */
  record Ended() implements Found {}

  /** It is another account's, organisation's or resource's. */
  record NotYours() implements Found {}
}
