package sh.executor.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An exchange without a socket, and what was sent over it. */
final class TestExchange implements Exchange {

  private static final int SECONDS_MAX = 30;

  private final Map<String, String> headers;
  private final Body body;
  private volatile @Nullable JsonNode asked;
  private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  TestExchange(Map<String, String> headers) {
    this(headers, new Body.Gone());
  }

  /** One that brought a message. */
  TestExchange(Map<String, String> headers, JsonNode message) {
    this(headers, new Body.Complete(Json.bytes(message)));
  }

  private TestExchange(Map<String, String> headers, Body body) {
    this.headers = headers;
    this.body = body;
  }

  /** The next event or comment, or the next answer. */
  String next() throws InterruptedException {
    String next = sent.poll(SECONDS_MAX, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was sent within " + SECONDS_MAX + " seconds");
    }
    return next;
  }

  /** The next message. */
  JsonNode nextMessage() throws InterruptedException {
    String event = next();
    while (event.startsWith("event: mcp-priming")) {
      event = next();
    }
    try {
      return new ObjectMapper().readTree(event.substring(event.indexOf("data: ") + 6));
    } catch (IOException e) {
      throw new AssertionError("no message: " + event, e);
    }
  }

  /** Whether nothing was sent that was not looked at. */
  boolean isQuiet() {
    return sent.isEmpty();
  }

  /** Goes away. */
  void close() {
    closed.complete(null);
  }

  @Override
  public String method() {
    return "POST";
  }

  @Override
  public String path() {
    return "/mcp";
  }

  @Override
  public String origin() {
    return "http://localhost";
  }

  @Override
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  @Override
  public List<String> headers(String name) {
    String value = header(name);
    return value == null ? List.of() : List.of(value);
  }

  @Override
  public Set<String> headerNames() {
    return headers.keySet();
  }

  @Override
  public @Nullable String query(String name) {
    return null;
  }

  @Override
  public Body body(Duration within) {
    return body;
  }

  @Override
  public void asked(JsonNode id) {
    asked = id;
  }

  @Override
  public void answer(Answer answer) {
    byte[] bytes = (asked == null ? answer : answer.to(asked)).body();
    sent.add(answer.status() + " " + new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public EventSink stream(Map<String, String> more) {
    return new Sink();
  }

  @Override
  public void onGone(Runnable action) {
    CompletableFuture<Void> _ = closed.thenRun(action);
  }

  private final class Sink implements EventSink {

    @Override
    public boolean send(byte[] events) {
      return offer(events);
    }

    @Override
    public boolean offer(byte[] events) {
      return !closed.isDone() && sent.add(new String(events, StandardCharsets.UTF_8));
    }

    @Override
    public void end(byte[] last) {
      boolean _ = offer(last);
      closed.complete(null);
    }

    @Override
    public void onClose(Runnable action) {
      CompletableFuture<Void> _ = closed.thenRun(action);
    }
  }
}
