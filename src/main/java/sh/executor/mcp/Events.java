package sh.executor.mcp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The bytes of server-sent events. */
final class Events {

  private static final byte[] MESSAGE = ascii("event: message\n");
  private static final byte[] DATA = ascii("data: ");
  private static final byte[] END = ascii("\n\n");

  private Events() {}

  /** A message nobody can ask for again. */
  static byte[] message(byte[] json) {
    return message(new byte[0], json);
  }

  /** A message a client can ask for what follows it. */
  static byte[] message(EventId id, byte[] json) {
    return message(ascii("id: " + id.wire() + '\n'), json);
  }

  private static byte[] message(byte[] id, byte[] json) {
    ByteArrayOutputStream event =
        new ByteArrayOutputStream(
            MESSAGE.length + id.length + DATA.length + json.length + END.length);
    event.writeBytes(MESSAGE);
    event.writeBytes(id);
    event.writeBytes(DATA);
    event.writeBytes(json);
    event.writeBytes(END);
    return event.toByteArray();
  }

  /**
   * What a stream begins with: an id to ask for the rest with, though nothing was said yet. It has
   * a name of its own, because some clients take the empty data of an unnamed one for a broken
   * message.
   *
   * @param retry how long a client should wait before it comes back
   */
  static byte[] priming(EventId id, Duration retry) {
    return ascii(
        "event: mcp-priming\nid: " + id.wire() + "\nretry: " + retry.toMillis() + "\ndata: \n\n");
  }

  /** Where messages are to be posted to, in HTTP+SSE. */
  static byte[] endpoint(String path) {
    return ascii("event: endpoint\ndata: " + path + "\n\n");
  }

  /** Words for whoever reads the wire; clients drop them. */
  static byte[] comment(String text) {
    return ascii(": " + text + "\n\n");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
