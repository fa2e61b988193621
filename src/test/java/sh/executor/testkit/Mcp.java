package sh.executor.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
    Answer answer = initialize(protocolVersion);
    Mcp connected = in(answer.header("mcp-session-id"));
    connected.post("{'jsonrpc':'2.0','method':'notifications/initialized'}");
    return connected;
  }

  /** Asks for a session. */
  public Answer initialize(String protocolVersion) {
    return post(
        "{'jsonrpc':'2.0','id':1,'method':'initialize','params':{'protocolVersion':'%s','capabilities':{},'clientInfo':{'name':'testkit','version':'1'}}}"
            .formatted(protocolVersion));
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
    ObjectNode params = JSON.createObjectNode().put("name", "execute");
    params.putObject("arguments").put("code", code);
    ObjectNode request = JSON.createObjectNode().put("jsonrpc", "2.0");
    request.put("id", IDS.incrementAndGet()).put("method", "tools/call").set("params", params);
    return send(request().POST(BodyPublishers.ofString(request.toString()))).message();
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
      return new Answer(HTTP.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException("call " + endpoint, e);
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
          .filter(line -> line.startsWith("data: "))
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
