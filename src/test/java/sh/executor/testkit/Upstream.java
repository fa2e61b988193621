package sh.executor.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A server of somebody else's, on loopback: answers as the test says, and writes every request down
 * before it does. Closed with the test.
 */
public final class Upstream implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Call> ledger = new CopyOnWriteArrayList<>();
  private volatile Script script;

  private Upstream(Script script) {
    this.script = script;
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
    } catch (IOException e) {
      throw new UncheckedIOException("start an upstream", e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  /** Starts one that answers as {@code script} says. */
  public static Upstream answering(Script script) {
    return new Upstream(script);
  }

  /** Changes what it answers from now on. */
  public void answer(Script changed) {
    this.script = changed;
  }

  /** Where it is: {@code http://127.0.0.1:<port>}. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Every request so far, in the order they came. */
  public List<Call> ledger() {
    return List.copyOf(ledger);
  }

  /** Those of one method and path. */
  public List<Call> ledger(String method, String path) {
    return ledger.stream()
        .filter(call -> call.method().equals(method) && call.path().equals(path))
        .toList();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Call call = Call.of(exchange);
      ledger.add(call);
      Reply reply = script.reply(call);
      reply.headers().forEach(exchange.getResponseHeaders()::add);
      boolean empty = reply.body().length == 0;
      exchange.sendResponseHeaders(reply.status(), empty ? -1 : reply.body().length);
      if (!empty) {
        exchange.getResponseBody().write(reply.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** What is answered to whom. May block, to be slow; throwing drops the connection. */
  @FunctionalInterface
  public interface Script {
    /** The answer. */
    Reply reply(Call call) throws IOException, InterruptedException;
  }

  /**
   * A request as it came.
   *
   * @param path decoded; {@link #uri} has it raw
   * @param headers by lower-case name; the first value of each
   */
  public record Call(
      String method, String path, URI uri, Map<String, String> headers, byte[] body) {

    static Call of(HttpExchange exchange) throws IOException {
      Map<String, String> headers = new LinkedHashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
      URI uri = exchange.getRequestURI();
      return new Call(
          exchange.getRequestMethod(),
          uri.getPath(),
          uri,
          headers,
          exchange.getRequestBody().readAllBytes());
    }

    /** A header's value. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }

    /** The body as text. */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** The body, unzipped when the request says that it is zipped. */
    public byte[] content() {
      if (!header("content-encoding").orElse("").equals("gzip")) {
        return body;
      }
      try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
        return plain.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException("unzip a body", e);
      }
    }

    /** The query as it came, or null. */
    public @Nullable String query() {
      return uri.getRawQuery();
    }
  }

  /** An answer. */
  public record Reply(int status, Map<String, String> headers, byte[] body) {

    /** A JSON document. */
    public static Reply json(int status, String json) {
      return of(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /** A body of some type. */
    public static Reply of(int status, String contentType, byte[] body) {
      return new Reply(status, Map.of("Content-Type", contentType), body);
    }

    /** A status and nothing else. */
    public static Reply empty(int status) {
      return new Reply(status, Map.of(), new byte[0]);
    }
  }
}
