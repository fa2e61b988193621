package sh.executor.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An MCP client of 2026-07-28 that hides nothing, and sends wrong what a test wants wrong.
 * Immutable but for the numbers of its requests. In what it is given, single quotes may stand for
 * double ones.
 */
public final class StatelessMcp {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PREFIX = "io.modelcontextprotocol/";
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final AtomicLong IDS = new AtomicLong();

  private final URI endpoint;
  private final ObjectNode meta;
  private final Map<String, String> headers;

  private StatelessMcp(URI endpoint, ObjectNode meta, Map<String, String> headers) {
    this.endpoint = endpoint;
    this.meta = meta;
    this.headers = headers;
  }

  /** A client that offers nothing, with a credential. */
  public static StatelessMcp at(URI endpoint, String token) {
    ObjectNode meta = JSON.createObjectNode().put(PREFIX + "protocolVersion", "2026-07-28");
    meta.putObject(PREFIX + "clientInfo").put("name", "testkit").put("version", "1");
    meta.putObject(PREFIX + "clientCapabilities");
    return new StatelessMcp(endpoint, meta, Map.of("authorization", "Bearer " + token));
  }

  /** This client at the endpoint with a query. */
  public StatelessMcp query(String query) {
    return new StatelessMcp(URI.create(endpoint + "?" + query), meta, headers);
  }

  /** This client with capabilities. */
  public StatelessMcp offering(String capabilities) {
    return saying(PREFIX + "clientCapabilities", capabilities);
  }

  /** This client with a member of {@code _meta}, or without it if the JSON is empty. */
  public StatelessMcp saying(String name, String json) {
    ObjectNode said = meta.deepCopy();
    said.remove(name);
    if (!json.isEmpty()) {
      said.set(name, tree(json));
    }
    return new StatelessMcp(endpoint, said, headers);
  }

  /** This client with a header instead of what it would send, or without it if that is empty. */
  public StatelessMcp with(String name, String value) {
    Map<String, String> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    changed.putAll(headers);
    changed.put(name, value);
    return new StatelessMcp(endpoint, meta, changed);
  }

  /** The answer to a request with a new id. */
  public Mcp.Answer ask(String method, String params) {
    return later(method, params).join();
  }

  /** Its result. */
  public JsonNode result(String method, String params) {
    return ask(method, params).message().path("result");
  }

  /** The result of a call. */
  public JsonNode call(String tool, String arguments) {
    return result("tools/call", "{'name':'%s','arguments':%s}".formatted(tool, arguments));
  }

  /** Without waiting; cancelling it closes the connection. */
  public CompletableFuture<Mcp.Answer> later(String method, String params) {
    ObjectNode given = (ObjectNode) tree(params);
    return HTTP.sendAsync(request(method, given).build(), BodyHandlers.ofString())
        .thenApply(Mcp.Answer::new);
  }

  /** The answer, message by message, as it comes. */
  public McpStream open(String method, String params) {
    ObjectNode given = (ObjectNode) tree(params);
    return McpStream.open(HTTP, request(method, given).build(), IDS.get());
  }

  private HttpRequest.Builder request(String method, ObjectNode params) {
    ObjectNode message = JSON.createObjectNode().put("jsonrpc", "2.0");
    message.put("id", IDS.incrementAndGet()).put("method", method);
    if (!meta.isEmpty()) {
      params.withObject("/_meta").setAll(meta);
    }
    message.set("params", params);
    Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    sent.put("accept", "application/json, text/event-stream");
    sent.put("content-type", "application/json");
    sent.put("mcp-protocol-version", "2026-07-28");
    sent.put("mcp-method", method);
    for (String member : List.of("name", "uri", "taskId")) {
      if (params.has(member)) {
        sent.put("mcp-name", params.path(member).asText());
      }
    }
    sent.putAll(headers);
    HttpRequest.Builder request = HttpRequest.newBuilder(endpoint).timeout(WITHIN);
    sent.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            request.header(name, value);
          }
        });
    return request.POST(BodyPublishers.ofString(message.toString()));
  }

  /** JSON, in which single quotes may stand for double ones. */
  public static JsonNode tree(String json) {
    try {
      return JSON.readTree(json.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("read " + json, e);
    }
  }
}
