package sh.executor.node;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * What goes over the wire once both ends are known: a kind, the number of a channel, and bytes.
 *
 * @param channel 0 for what belongs to none
 */
record HopFrame(Kind kind, long channel, byte[] bytes) {

  /** No frame is larger, its head included. */
  static final int BYTES_MAX = 65_536;

  private static final int HEAD_BYTES = 1 + Long.BYTES;

  /** The longest message of a channel. */
  static final int MESSAGE_BYTES_MAX = BYTES_MAX - HEAD_BYTES;

  private static final byte[] NOTHING = {};
  private static final Kind[] KINDS = Kind.values();

  /** What a frame is for, by its number on the wire. */
  enum Kind {
    /** A message; the first one of a channel opens it. */
    MESSAGE(0),
    /** So many bytes more may be sent: the reader has taken them. */
    CREDIT(1),
    /** Nothing more comes. */
    END(2),
    /** A sign of life. */
    ALIVE(3);

    private final int wire;

    Kind(int wire) {
      this.wire = wire;
    }
  }

  static HopFrame message(long channel, byte[] bytes) {
    return new HopFrame(Kind.MESSAGE, channel, bytes);
  }

  static HopFrame credit(long channel, int bytes) {
    return new HopFrame(Kind.CREDIT, channel, ByteBuffer.allocate(4).putInt(bytes).array());
  }

  static HopFrame end(long channel) {
    return new HopFrame(Kind.END, channel, NOTHING);
  }

  static HopFrame alive() {
    return new HopFrame(Kind.ALIVE, 0, NOTHING);
  }

  /** What {@code frame} says; empty when that is nothing we know. */
  static Optional<HopFrame> read(byte[] frame) {
    if (frame.length < HEAD_BYTES || frame.length > BYTES_MAX) {
      return Optional.empty();
    }
    long channel = ByteBuffer.wrap(frame, 1, Long.BYTES).getLong();
    byte[] bytes = Arrays.copyOfRange(frame, HEAD_BYTES, frame.length);
    return Arrays.stream(KINDS)
        .filter(kind -> kind.wire == frame[0])
        .findFirst()
        .map(kind -> new HopFrame(kind, channel, bytes));
  }

  /** As it goes over the wire. */
  byte[] written() {
    return ByteBuffer.allocate(HEAD_BYTES + bytes.length)
        .put((byte) kind.wire)
        .putLong(channel)
        .put(bytes)
        .array();
  }

  /** The number a {@link Kind#CREDIT} carries; 0 when it carries none. */
  int credit() {
    return bytes.length == Integer.BYTES ? Math.max(0, ByteBuffer.wrap(bytes).getInt()) : 0;
  }
}
