package sh.executor.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An MCP client that hides nothing: it sends what it is told, and answers with status, headers and
 * every message that came back. Immutable but for the numbers of its requests; one HTTP client
 * serves all.
 *
 * <pre>{@code
 * Mcp client = Mcp.at(endpoint).as(token).connect();
 * client.execute("return 1 + 1").at("/result/structuredContent/result");
 * }</pre>
 */
public final class Mcp {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private static final AtomicLong IDS = new AtomicLong();

  private final URI endpoint;
  private final @Nullable String bearer;
  private final @Nullable String session;

  private Mcp(URI endpoint, @Nullable String bearer, @Nullable String session) {
    this.endpoint = endpoint;
    this.bearer = bearer;
    this.session = session;
  }

  /** A client without a credential or a session. */
  public static Mcp at(URI endpoint) {
    return new Mcp(endpoint, null, null);
  }

  /** This client with a bearer credential. */
  public Mcp as(String token) {
    return new Mcp(endpoint, token, session);
  }

  /** This client in a session. */
  public Mcp in(String sessionId) {
    return new Mcp(endpoint, bearer, sessionId);
  }

  /** This client in a new session of the newest revision. */
  public Mcp connect() {
    return connect("2025-11-25");
  }

  /** This client in a new session of a revision. */
  public Mcp connect(String protocolVersion) {
    return connect(protocolVersion, "{}");
  }

  /**
   * Likewise.
   *
   * @param capabilities what it says it can do
   */
  public Mcp connect(String protocolVersion, String capabilities) {
    Answer answer = initialize(protocolVersion, capabilities);
    Mcp connected = in(answer.header("mcp-session-id"));
    connected.post("{'jsonrpc':'2.0','method':'notifications/initialized'}");
    return connected;
  }

  /** Asks for a session. */
  public Answer initialize(String protocolVersion) {
    return initialize(protocolVersion, "{}");
  }

  private Answer initialize(String protocolVersion, String capabilities) {
    return post(
        "{'jsonrpc':'2.0','id':1,'method':'initialize','params':{'protocolVersion':'%s','capabilities':%s,'clientInfo':{'name':'testkit','version':'1'}}}"
            .formatted(protocolVersion, capabilities));
  }

  /** The id of the session. */
  public String sessionId() {
    if (session == null) {
      throw new IllegalStateException("this client has no session");
    }
    return session;
  }

  /** The answer to a request with a new id. */
  public JsonNode request(String method, String params) {
    long id = IDS.incrementAndGet();
    return post("{'jsonrpc':'2.0','id':%d,'method':'%s','params':%s}".formatted(id, method, params))
        .message();
  }

  /** The result of running code. */
  public JsonNode execute(String code) {
    return send(request().POST(BodyPublishers.ofString(execution(code).toString()))).message();
  }

  /** Runs code, and reads what comes back as it comes. */
  public McpStream executing(String code) {
    return stream(execution(code));
  }

  /** Calls a tool that way, asking for progress. */
  public McpStream calling(String tool, String arguments) {
    ObjectNode params = JSON.createObjectNode().put("name", tool);
    params.putObject("_meta").put("progressToken", "p");
    params.set("arguments", tree(arguments.replace('\'', '"')));
    return stream(call(params));
  }

  /** Opens the session's standing stream. */
  public McpStream listening() {
    return McpStream.open(HTTP, request().GET().build(), 0);
  }

  /** Takes up a stream after an event. */
  public McpStream listeningAfter(String eventId) {
    return McpStream.open(HTTP, request().header("last-event-id", eventId).GET().build(), 0);
  }

  /** Likewise, when that is refused. */
  public Answer resume(String eventId) {
    return send(request().header("last-event-id", eventId).GET());
  }

  private McpStream stream(ObjectNode request) {
    return McpStream.open(
        HTTP,
        request().POST(BodyPublishers.ofString(request.toString())).build(),
        request.path("id").longValue());
  }

  /** The result of calling a tool. */
  public JsonNode call(String tool, String arguments) {
    return request("tools/call", "{'name':'%s','arguments':%s}".formatted(tool, arguments))
        .path("result");
  }

  private static ObjectNode execution(String code) {
    ObjectNode params = JSON.createObjectNode().put("name", "execute");
    params.putObject("arguments").put("code", code);
    return call(params);
  }

  private static ObjectNode call(ObjectNode params) {
    ObjectNode request = JSON.createObjectNode().put("jsonrpc", "2.0");
    request.put("id", IDS.incrementAndGet()).put("method", "tools/call").set("params", params);
    return request;
  }

  /** Answers a request of the server's with a result; its HTTP status. */
  public int reply(JsonNode request, String result) {
    return post("{'jsonrpc':'2.0','id':%s,'result':%s}".formatted(request.path("id"), result))
        .status();
  }

  /** Answers it with an error. */
  public int fail(JsonNode request, String message) {
    return post("{'jsonrpc':'2.0','id':%s,'error':{'code':-32603,'message':'%s'}}"
            .formatted(request.path("id"), message))
        .status();
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("read " + json, e);
    }
  }

  /**
   * Posts a body.
   *
   * @param body JSON, in which single quotes may stand for double ones
   */
  public Answer post(String body) {
    return send(request().POST(BodyPublishers.ofString(body.replace('\'', '"'))));
  }

  /** Likewise, without waiting. */
  public CompletableFuture<Answer> postLater(String body) {
    HttpRequest request = request().POST(BodyPublishers.ofString(body.replace('\'', '"'))).build();
    return HTTP.sendAsync(request, BodyHandlers.ofString()).thenApply(Answer::new);
  }

  /** Opens the standing stream; what came on it by its end. */
  public CompletableFuture<Answer> standingStream() {
    return HTTP.sendAsync(request().GET().build(), BodyHandlers.ofString()).thenApply(Answer::new);
  }

  /** Likewise, once it is open; every byte that came on it by its end. */
  public CompletableFuture<String> stoodStream() {
    try {
      InputStream body = HTTP.send(request().GET().build(), BodyHandlers.ofInputStream()).body();
      return CompletableFuture.supplyAsync(
          () -> whole(body), read -> Thread.ofVirtual().name("stood-stream").start(read));
    } catch (IOException e) {
      throw new UncheckedIOException("open a stream at " + endpoint, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in a call of " + endpoint, e);
    }
  }

  private static String whole(InputStream body) {
    try (body) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("read a stream", e);
    }
  }

  /** Ends the session. */
  public Answer delete() {
    return send(request().DELETE());
  }

  /** A request to build upon, with the headers a client sends. */
  public HttpRequest.Builder request() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .timeout(WITHIN)
            .header("accept", "application/json, text/event-stream")
            .header("content-type", "application/json");
    if (bearer != null) {
      request.header("authorization", "Bearer " + bearer);
    }
    if (session != null) {
      request.header("mcp-session-id", session);
    }
    return request;
  }

  /** Sends what was built. */
  public Answer send(HttpRequest.Builder request) {
    try {
      // The timeout of a request ends with the headers of its answer.
      return new Answer(
          HTTP.sendAsync(request.build(), BodyHandlers.ofString())
              .get(WITHIN.toSeconds(), TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("call " + endpoint, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in a call of " + endpoint, e);
    }
  }

  /** What came back. */
  public record Answer(HttpResponse<String> response) {

    /** The HTTP status. */
    public int status() {
      return response.statusCode();
    }

    /** The first value of a header, or the empty string. */
    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** The body as it came. */
    public String text() {
      return response.body();
    }

    /** Every message of the answer, in order, whether it is a document or a stream. */
    public List<JsonNode> messages() {
      if (!header("content-type").startsWith("text/event-stream")) {
        return List.of(tree(text()));
      }
      return text()
          .lines()
          .filter(line -> line.startsWith("data: {") || line.startsWith("data: ["))
          .map(line -> tree(line.substring("data: ".length())))
          .toList();
    }

    /** The last message: what was asked for. */
    public JsonNode message() {
      return messages().getLast();
    }

    private JsonNode tree(String json) {
      try {
        return JSON.readTree(json);
      } catch (JsonProcessingException e) {
        throw new AssertionError("not JSON, with status " + status() + ": " + text(), e);
      }
    }
  }
}
