package sh.executor.session;

import org.jspecify.annotations.Nullable;
import sh.executor.session.model.Terms;

/** What a store has under the key of a session, for the one who asks. */
sealed interface Stored {

  /**
   * A session of theirs.
   *
   * @param logLevel the least severe log message its client asked for; null before it did
   * @param epoch how often it has changed its home
   * @param traceparent the span it began in; null when nobody saw that
   */
  record Open(Terms terms, @Nullable String logLevel, long epoch, @Nullable String traceparent)
      implements Stored {

    /** The same, at home since {@code changed}. */
    Open at(long changed) {
      return new Open(terms, logLevel, changed, traceparent);
    }
  }

  /** That there was a session. */
  record Ended() implements Stored {}

  /** Somebody else's; nothing of it was read. */
  record NotYours() implements Stored {}
}
