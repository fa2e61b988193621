package sh.executor.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.config.ConfigProvider;

/** HTTP/1.1 as typed, for requests that a proper client would not send. */
public final class RawHttp {

  private static final int WITHIN_MILLIS = 10_000;

  private RawHttp() {}

  /**
   * Sends {@code request} to the service under test and reads until it closes the connection.
   *
   * @param request lines end in LF here and in CRLF on the wire; asks for the connection to be
   *     closed
   */
  public static String send(String request) {
    return sendAll(request.replaceFirst("\n", "\nConnection: close\n"));
  }

  /**
   * Sends {@code requests} over one connection, and reads until the service closes it.
   *
   * @param requests likewise, one after the other; the last one is to ask for it to be closed
   */
  public static String sendAll(String requests) {
    URI base = URI.create(ConfigProvider.getConfig().getValue("test.url", String.class));
    String closing = requests.replace("\n", "\r\n");
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(WITHIN_MILLIS);
      socket.getOutputStream().write(closing.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("talk to " + base, e);
    }
  }
}
