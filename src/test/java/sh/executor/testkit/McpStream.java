package sh.executor.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The answer to a POST, message by message, while it is still being written. Closing it before its
 * end drops the connection, as a client does that goes away.
 */
public final class McpStream implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECONDS_MAX = 30;
  private static final String DATA = "data: ";
  private static final String ID = "id: ";
  private static final String PATH = DATA + "/";

  private final BlockingQueue<Optional<JsonNode>> messages = new LinkedBlockingQueue<>();
  private final long requestId;
  private final InputStream body;
  private final CompletableFuture<String> endpoint = new CompletableFuture<>();
  private volatile String lastEventId = "";

  private McpStream(long requestId, InputStream body) {
    this.requestId = requestId;
    this.body = body;
    Thread.ofVirtual().name("mcp-stream").start(this::read);
  }

  /**
   * Posts a request.
   *
   * @param id of the request
   */
  static McpStream open(HttpClient http, HttpRequest request, long id) {
    try {
      return new McpStream(
          id, http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body());
    } catch (IOException e) {
      throw new UncheckedIOException("post to " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in a post to " + request.uri(), e);
    }
  }

  /** The id of the request this answers. */
  public long requestId() {
    return requestId;
  }

  /** The newest id that was sent; empty text before there was one. */
  public String lastEventId() {
    return lastEventId;
  }

  /** Where messages are to be posted, which a stream of 2024-11-05 says first. */
  public String endpoint() {
    return endpoint.orTimeout(SECONDS_MAX, TimeUnit.SECONDS).join();
  }

  /** Waits until the stream ends. */
  public void readToItsEnd() {
    Optional<JsonNode> next = poll();
    while (next.isPresent()) {
      next = poll();
    }
  }

  /** The next message. */
  public JsonNode next() {
    return poll().orElseThrow(() -> new AssertionError("the stream has ended"));
  }

  /** The next message of a method of ours, skipping others. */
  public JsonNode next(String method) {
    while (true) {
      JsonNode message = next();
      if (message.path("method").asText().equals(method)) {
        return message;
      }
    }
  }

  /** The result: the first message that is none of the server's own. */
  public JsonNode result() {
    while (true) {
      JsonNode message = next();
      if (!message.has("method")) {
        return message.path("result");
      }
    }
  }

  /** Whether the stream ends without a result. */
  public boolean endsUnanswered() {
    boolean answered = false;
    for (Optional<JsonNode> next = poll(); next.isPresent(); next = poll()) {
      answered |= !next.get().has("method");
    }
    return !answered;
  }

  private Optional<JsonNode> poll() {
    try {
      Optional<JsonNode> message = messages.poll(SECONDS_MAX, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("nothing came within " + SECONDS_MAX + " seconds");
      }
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(PATH)) {
          endpoint.complete(line.substring(DATA.length()));
        } else if (line.startsWith(DATA) || line.startsWith("{")) {
          String json = line.startsWith(DATA) ? line.substring(DATA.length()) : line;
          if (!json.isEmpty()) {
            messages.add(Optional.of(JSON.readTree(json)));
          }
        } else if (line.startsWith(ID)) {
          lastEventId = line.substring(ID.length());
        }
      }
    } catch (IOException e) {
      // Closed by us, or by a server that broke off: either way it is the end.
    } finally {
      messages.add(Optional.empty());
    }
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException("close a stream", e);
    }
  }
}
