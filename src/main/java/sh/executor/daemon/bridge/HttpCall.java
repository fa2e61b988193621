package sh.executor.daemon.bridge;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One request over a connection of its own, and its answer as it comes. To close it, from any
 * thread, breaks it off. HTTP/1.1; no redirect is followed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112, HTTP/1.1</a>
 */
final class HttpCall implements AutoCloseable {

  private static final int CONNECT_MILLIS = 10_000;

  private final Socket socket;

  private HttpCall(Socket socket) {
    this.socket = socket;
  }

  /**
   * Connects.
   *
   * @param silenceMillis how long an answer may stay silent
   * @throws IOException when nothing takes the connection: nothing was sent then
   */
  static HttpCall connect(Target target, int silenceMillis) throws IOException {
    Socket plain = new Socket();
    try {
      plain.connect(new InetSocketAddress(target.host(), target.port()), CONNECT_MILLIS);
      plain.setTcpNoDelay(true);
      plain.setSoTimeout(silenceMillis);
      return new HttpCall(target.secure() ? secured(plain, target) : plain);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private static Socket secured(Socket plain, Target target) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket socket = (SSLSocket) factory.createSocket(plain, target.host(), target.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /**
   * Sends the request.
   *
   * @param headers beside those every request has; values without line breaks
   */
  void send(String method, Target target, Map<String, String> headers, byte[] body)
      throws IOException {
    StringBuilder head = new StringBuilder(512);
    head.append(method).append(' ').append(target.path()).append(" HTTP/1.1\r\n");
    field(head, "Host", target.mcp().getRawAuthority());
    field(head, "Connection", "close");
    field(head, "User-Agent", "executor-mcp");
    if (!target.bearer().isEmpty()) {
      field(head, "Authorization", "Bearer " + target.bearer());
    }
    headers.forEach((name, value) -> field(head, name, value));
    if (method.equals("POST")) {
      field(head, "Content-Type", "application/json");
      field(head, "Content-Length", Integer.toString(body.length));
    }
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    OutputStream out = socket.getOutputStream();
    byte[] all = new byte[start.length + body.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    out.write(all);
    out.flush();
  }

  private static void field(StringBuilder head, String name, String value) {
    if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
      throw new IllegalArgumentException("a line break in the header " + name);
    }
    head.append(name).append(": ").append(value).append("\r\n");
  }

  /** Waits for the head of the answer. */
  HttpAnswer answer() throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    HttpAnswer answer = HttpAnswer.read(in);
    while (answer.status() / 100 == 1) {
      answer = HttpAnswer.read(in);
    }
    return answer;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is expected of it any more.
    }
  }
}
