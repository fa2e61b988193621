package sh.executor.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A balancer that knows no stickiness: every request goes to any of the servers, by the throw of a
 * die that can be thrown again. One that takes no connection is passed over; what is cut is cut.
 */
public final class RandomBalancer implements AutoCloseable {

  private static final int HEAD_BYTES_MAX = 65_536;
  private static final int CONNECT_MILLIS_MAX = 2_000;
  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket socket;
  private final Random random;
  private final Set<Integer> ports = ConcurrentHashMap.newKeySet();

  /** One on a free port, without a server. */
  public RandomBalancer(Random random) {
    this.random = random;
    try {
      this.socket = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("start a balancer", e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** The URL of a path behind it. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
  }

  /** From now on a server gets its share. */
  public void add(int port) {
    ports.add(port);
  }

  /** From now on it gets none. */
  public void remove(int port) {
    ports.remove(port);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      byte[] head = head(client.getInputStream());
      try (Socket server = connect()) {
        OutputStream out = server.getOutputStream();
        out.write(closing(head));
        Thread.ofVirtual().start(() -> pump(client, server));
        server.getInputStream().transferTo(client.getOutputStream());
      }
    } catch (IOException e) {
      // Either side went away: the other is told by the end of its connection.
    }
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("close a connection", e);
    }
  }

  private Socket connect() throws IOException {
    List<Integer> order = new ArrayList<>(ports);
    synchronized (random) {
      Collections.shuffle(order, random);
    }
    for (int port : order) {
      Socket server = new Socket();
      try {
        server.setTcpNoDelay(true);
        server.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS_MAX);
        return server;
      } catch (IOException e) {
        server.close();
      }
    }
    throw new IOException("no server takes a connection");
  }

  /** One request each: what comes after may go elsewhere. */
  private static byte[] closing(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    return text.replaceFirst("\r\n", "\r\nConnection: close\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < END_OF_HEAD.length && head.size() < HEAD_BYTES_MAX) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the client went away");
      }
      head.write(next);
      matched = next == END_OF_HEAD[matched] ? matched + 1 : next == '\r' ? 1 : 0;
    }
    return head.toByteArray();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("stop a balancer", e);
    }
  }
}
