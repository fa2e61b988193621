package sh.executor.mcp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The bytes of server-sent events. */
final class Events {

  private static final byte[] MESSAGE = ascii("event: message\ndata: ");
  private static final byte[] END = ascii("\n\n");

  private Events() {}

  /** A message nobody can ask for again. */
  static byte[] message(byte[] json) {
    ByteArrayOutputStream event =
        new ByteArrayOutputStream(MESSAGE.length + json.length + END.length);
    event.writeBytes(MESSAGE);
    event.writeBytes(json);
    event.writeBytes(END);
    return event.toByteArray();
  }

  /** Words for whoever reads the wire; clients drop them. */
  static byte[] comment(String text) {
    return ascii(": " + text + "\n\n");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
