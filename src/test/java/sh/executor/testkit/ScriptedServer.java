package sh.executor.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/**
 * A server of the world outside, on loopback: it keeps a ledger of what reaches it and answers with
 * exactly the bytes its script sends, however wrong. Each connection has a virtual thread; requests
 * on one are read one after the other for as long as both sides leave it open.
 */
public final class ScriptedServer implements AutoCloseable {

  private static final int BACKLOG = 1_024;
  private static final int ENDS_WITHIN_SECONDS = 10;

  private final ServerSocket socket;
  private final Script script;
  private final List<Seen> ledger = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<Socket> open = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch ended = new CountDownLatch(1);

  private ScriptedServer(ServerSocket socket, Script script) {
    this.socket = socket;
    this.script = script;
  }

  /** What to do with a request. */
  @FunctionalInterface
  public interface Script {
    /** Answers {@code seen} on {@code wire}; a failure closes the connection. */
    void answer(Seen seen, Wire wire) throws Exception;
  }

  /**
   * A request as it came in.
   *
   * @param connection number of the connection, from 1
   * @param target path and query as sent
   * @param headers lines as sent
   */
  public record Seen(
      int connection, String method, String target, List<String> headers, String body) {

    /** The value of the first header of this name. */
    public Optional<String> header(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ':';
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).strip())
          .findFirst();
    }
  }

  /** A server on a free port. */
  public static ScriptedServer start(Script script) throws IOException {
    return start(ServerSocketFactory.getDefault(), script);
  }

  /** A server on a free port whose sockets are of {@code factory}, for TLS. */
  public static ScriptedServer start(ServerSocketFactory factory, Script script)
      throws IOException {
    ServerSocket socket =
        factory.createServerSocket(0, BACKLOG, InetAddress.ofLiteral("127.0.0.1"));
    ScriptedServer server = new ScriptedServer(socket, script);
    Thread.ofVirtual().start(server::accept);
    return server;
  }

  /** The requests so far, in the order their headers were read. */
  public List<Seen> ledger() {
    return List.copyOf(ledger);
  }

  /** Connections taken so far. */
  public int connections() {
    return connections.get();
  }

  /** The port it listens on. */
  public int port() {
    return socket.getLocalPort();
  }

  /** A URL here by the address 127.0.0.1. */
  public URI uri(String pathAndQuery) {
    return URI.create("http://127.0.0.1:" + port() + pathAndQuery);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    awaitNoMore();
    for (Socket connection : open) {
      connection.close();
    }
  }

  /** Until then a connection may still be taken, to be dropped. */
  private void awaitNoMore() {
    try {
      if (!ended.await(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("still takes connections");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    try {
      acceptUntilClosed();
    } finally {
      ended.countDown();
    }
  }

  private void acceptUntilClosed() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connection.setTcpNoDelay(true);
        open.add(connection);
        int number = connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(connection, number));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket connection, int number) {
    try (connection) {
      Wire wire =
          new Wire(
              connection,
              new BufferedInputStream(connection.getInputStream()),
              connection.getOutputStream());
      for (Optional<Seen> next = read(wire.in, number);
          next.isPresent();
          next = read(wire.in, number)) {
        ledger.add(next.get());
        script.answer(next.get(), wire);
      }
    } catch (Exception e) {
      // The script ended the connection, or the other side did.
    } finally {
      open.remove(connection);
    }
  }

  private static Optional<Seen> read(InputStream in, int connection) throws IOException {
    String requestLine = line(in);
    if (requestLine.isEmpty()) {
      return Optional.empty();
    }
    List<String> headers = new CopyOnWriteArrayList<>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      headers.add(header);
    }
    String[] parts = requestLine.split(" ", 3);
    Seen head = new Seen(connection, parts[0], parts[1], List.copyOf(headers), "");
    int length = head.header("content-length").map(Integer::parseInt).orElse(0);
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return Optional.of(new Seen(connection, parts[0], parts[1], head.headers(), body));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** The way back to the client. */
  public static final class Wire {

    private final Socket connection;
    private final InputStream in;
    private final OutputStream out;

    private Wire(Socket connection, InputStream in, OutputStream out) {
      this.connection = connection;
      this.in = in;
      this.out = out;
    }

    /** Sends these characters, each one byte. */
    public void send(String latin1) throws IOException {
      send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends these bytes. */
    public void send(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    /** Sends a whole answer; each header is a line without its end. */
    public void answer(int status, byte[] body, String... headers) throws IOException {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      send(head + "Content-Length: " + body.length + "\r\n\r\n");
      send(body);
    }

    /** Sends a whole answer of text. */
    public void answer(int status, String body, String... headers) throws IOException {
      answer(status, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Blocks until the other side closes the connection, or sends something after all. */
    public void awaitClose() throws IOException {
      in.read();
    }

    /** Ends the connection. */
    public void drop() throws IOException {
      connection.close();
    }
  }
}
