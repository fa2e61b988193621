package sh.executor.session;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sh.executor.telemetry.Attribute;
import sh.executor.telemetry.Key;
import sh.executor.telemetry.SpanName;
import sh.executor.telemetry.Trace;
import sh.executor.telemetry.Traces;

/**
 * The life of sessions as spans: one began, one woke, a node let one go. The later ones are linked
 * to the first, however much later and at whichever node they come: its {@code traceparent} is kept
 * with the session. Says of a session what {@link Key} allows, and nothing else.
 */
@Singleton
final class SessionSpans {

  /** As many digits of a session's hash as all logs and spans have. */
  private static final int SESSION_DIGITS = 12;

  private final Traces traces;

  @Inject
  SessionSpans(Traces traces) {
    this.traces = traces;
  }

  /** Why a node let go of a session. */
  enum Cause {
    /** Nobody used it for a while. */
    IDLE,
    /** Others needed its room in memory. */
    CROWDED,
    /** It is at home at another node, or was in the meantime. */
    MOVED,
    /** The node stops. */
    STOPPED
  }

  /** Opens the span of a session that begins. */
  Trace begin(SessionKey key, SessionOwner owner) {
    return of(traces.open(SpanName.SESSION_INIT), key, owner);
  }

  /** The current span, as it is kept with a session; null when nobody will ever see it. */
  static @Nullable String traceparent() {
    return Traces.isRecording() ? Traces.traceparent() : null;
  }

  /**
   * A session was made of what is stored.
   *
   * @param since when its row began to be read
   */
  void woke(LiveSession session, Instant since) {
    try (Trace trace = traces.openSince(SpanName.SESSION_WAKE, since)) {
      of(trace, session);
    }
  }

  /** This node forgot a session that goes on. */
  void hibernated(LiveSession session, Cause cause) {
    try (Trace trace = traces.open(SpanName.SESSION_HIBERNATE)) {
      of(trace, session).note(Attribute.OUTCOME, cause.name().toLowerCase(Locale.ROOT));
    }
  }

  private static Trace of(Trace trace, LiveSession session) {
    String begun = session.traceparent();
    if (begun != null) {
      Traces.link(begun);
    }
    return of(trace, session.key(), session.owner());
  }

  private static Trace of(Trace trace, SessionKey key, SessionOwner owner) {
    return trace
        .note(Key.SESSION_ID, key.hex().substring(0, SESSION_DIGITS))
        .note(Key.TENANT_ID, owner.tenant().toString());
  }
}
