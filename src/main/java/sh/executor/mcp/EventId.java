package sh.executor.mcp;

import java.util.Optional;
import sh.executor.session.EventStore;

/**
 * The id of an event as it goes over the wire: {@code <stream>:<16 hex digits>}. Streams are named
 * by their number in the session; the standing one has the name {@value #STANDING_NAME}.
 *
 * @param seq the event's number in its stream, from 1; 0 is before the first
 */
record EventId(long stream, long seq) {

  /** The number of the standing stream; no other one has it. */
  static final long STANDING = EventStore.STANDING;

  private static final String STANDING_NAME = "_GET_stream";
  private static final int SEQ_DIGITS = 16;
  private static final int STREAM_DIGITS_MAX = 16;

  /** The id that {@code wire} is, or empty when it is none that we can have given out. */
  static Optional<EventId> parse(String wire) {
    int colon = wire.indexOf(':');
    if (colon < 1 || wire.length() - colon - 1 != SEQ_DIGITS) {
      return Optional.empty();
    }
    String name = wire.substring(0, colon);
    if (!isNumber(wire.substring(colon + 1), "0123456789abcdef")
        || !(name.equals(STANDING_NAME)
            || (name.length() <= STREAM_DIGITS_MAX && isNumber(name, "0123456789")))) {
      return Optional.empty();
    }
    long seq = Long.parseUnsignedLong(wire.substring(colon + 1), 16);
    long stream = name.equals(STANDING_NAME) ? STANDING : Long.parseLong(name);
    boolean standing = name.equals(STANDING_NAME);
    return seq < 0 || (stream == STANDING) != standing
        ? Optional.empty()
        : Optional.of(new EventId(stream, seq));
  }

  private static boolean isNumber(String text, String digits) {
    return text.chars().allMatch(digit -> digits.indexOf(digit) >= 0);
  }

  /** As in {@code id} and {@code Last-Event-ID}. */
  String wire() {
    String name = stream == STANDING ? STANDING_NAME : Long.toString(stream);
    return "%s:%016x".formatted(name, seq);
  }
}
