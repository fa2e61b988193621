package sh.executor.daemon.election;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Asks a server whether it answers: {@code GET /api/health}, which says {@code ok}. */
final class Health {

  private static final int MILLIS_MAX = 2_000;
  private static final int BYTES_MAX = 4_096;

  private Health() {}

  /** Whether the server at {@code origin} answers within two seconds. No credential is sent. */
  static boolean answers(URI origin) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(origin.getHost(), origin.getPort()), MILLIS_MAX);
      socket.setSoTimeout(MILLIS_MAX);
      // HTTP/1.0: the answer ends with the connection.
      String request = "GET /api/health HTTP/1.0\r\nHost: " + origin.getRawAuthority() + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(BYTES_MAX);
      String text = new String(answer, StandardCharsets.ISO_8859_1);
      return text.startsWith("HTTP/1.") && text.contains(" 200 ") && text.endsWith("\r\n\r\nok");
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
