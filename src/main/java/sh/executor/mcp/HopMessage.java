package sh.executor.mcp;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sh.executor.node.HopChannel;

/**
 * One thing said between the node that holds a socket and the one that answers: a kind and bytes.
 * What is too long for a message of the channel comes in parts, and is put together again before
 * anybody sees it.
 */
record HopMessage(Kind kind, byte[] bytes) {

  private static final int CHUNK_BYTES_MAX = HopChannel.MESSAGE_BYTES_MAX - 1;
  private static final Kind[] KINDS = Kind.values();
  private static final byte[] NOTHING = {};

  /** Nothing said is longer: some times what a client may send or a tool may answer. */
  private static final int BYTES_MAX = 33_554_432;

  /** What it is, by its number on the wire. */
  enum Kind {
    /** The beginning of what follows. */
    PART(0),
    /** A {@link HopHead}: the first. */
    HEAD(1),
    /** A body, whichever way, and the end of what it belongs to. */
    BODY(2),
    /** Nothing was done: the session is at home elsewhere, or the node takes no more. */
    MOVED(3),
    /** Status and headers of a whole answer; its body follows. */
    ANSWER(4),
    /** The headers of an event stream. */
    STREAM(5),
    /** Whole events. */
    EVENTS(6),
    /** The last events. */
    LAST(7);

    private final int wire;

    Kind(int wire) {
      this.wire = wire;
    }
  }

  /** The messages of the channel that say just {@code kind}. */
  static List<byte[]> of(Kind kind) {
    return of(kind, NOTHING);
  }

  /** The messages of the channel that say this. */
  static List<byte[]> of(Kind kind, byte[] bytes) {
    List<byte[]> messages = new ArrayList<>();
    int from = 0;
    while (bytes.length - from > CHUNK_BYTES_MAX) {
      messages.add(written(Kind.PART, bytes, from, from + CHUNK_BYTES_MAX));
      from += CHUNK_BYTES_MAX;
    }
    messages.add(written(kind, bytes, from, bytes.length));
    return messages;
  }

  /** What is said next; empty when it is nothing we know, or nothing any more. Blocks. */
  static Optional<HopMessage> next(HopChannel channel) throws InterruptedException {
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    while (parts.size() <= BYTES_MAX) {
      Optional<HopMessage> message = channel.receive().flatMap(HopMessage::read);
      if (message.isEmpty()) {
        return message;
      }
      Kind kind = message.get().kind();
      if (kind != Kind.PART && parts.size() == 0) {
        return message;
      }
      parts.writeBytes(message.get().bytes());
      if (kind != Kind.PART) {
        return Optional.of(new HopMessage(kind, parts.toByteArray()));
      }
    }
    return Optional.empty();
  }

  private static Optional<HopMessage> read(byte[] message) {
    if (message.length == 0) {
      return Optional.empty();
    }
    byte[] bytes = Arrays.copyOfRange(message, 1, message.length);
    return Arrays.stream(KINDS)
        .filter(kind -> kind.wire == message[0])
        .findFirst()
        .map(kind -> new HopMessage(kind, bytes));
  }

  private static byte[] written(Kind kind, byte[] bytes, int from, int to) {
    byte[] message = new byte[1 + to - from];
    message[0] = (byte) kind.wire;
    System.arraycopy(bytes, from, message, 1, to - from);
    return message;
  }
}
