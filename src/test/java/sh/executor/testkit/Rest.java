package sh.executor.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client of the REST API as a stranger would write one: real HTTP, JSON text in, JSON trees out.
 * Immutable; one HTTP client serves all.
 *
 * <pre>{@code
 * Rest owner = Rest.at(base).as(token);
 * owner.post("/policies", "{'owner':'org','pattern':'*','action':'block'}").expect(200);
 * }</pre>
 */
public final class Rest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final URI base;
  private final @Nullable String bearer;

  private Rest(URI base, @Nullable String bearer) {
    this.base = base;
    this.bearer = bearer;
  }

  /**
   * A client without a credential.
   *
   * @param base scheme and authority of the service
   */
  public static Rest at(URI base) {
    return new Rest(base, null);
  }

  /** This client with a bearer credential. */
  public Rest as(String token) {
    return new Rest(base, token);
  }

  /** Gets a path below {@code /api}. */
  public Answer get(String path) {
    return send(request(path).GET());
  }

  /**
   * Posts JSON.
   *
   * @param body JSON, in which single quotes may stand for double ones
   */
  public Answer post(String path, String body) {
    return send("POST", path, body);
  }

  /** Posts nothing. */
  public Answer post(String path) {
    return send(request(path).POST(BodyPublishers.noBody()));
  }

  /** Patches with JSON, written as for {@link #post(String, String)}. */
  public Answer patch(String path, String body) {
    return send("PATCH", path, body);
  }

  /** Deletes. */
  public Answer delete(String path) {
    return send(request(path).DELETE());
  }

  /** Any method; a body that is empty is not sent. */
  public Answer send(String method, String path, String body) {
    HttpRequest.Builder request = request(path);
    if (body.isEmpty()) {
      return send(request.method(method, BodyPublishers.noBody()));
    }
    return send(
        request
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body.replace('\'', '"'))));
  }

  /** A request to build upon, with this client's credential. */
  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve("/api" + path)).timeout(WITHIN);
    if (bearer != null) {
      request.header("Authorization", "Bearer " + bearer);
    }
    return request;
  }

  /** Sends what was built. */
  public Answer send(HttpRequest.Builder request) {
    try {
      return new Answer(HTTP.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException("call " + request.build().uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in a call of " + request.build().uri(), e);
    }
  }

  /** What came back. */
  public record Answer(HttpResponse<String> response) {

    /** The HTTP status. */
    public int status() {
      return response.statusCode();
    }

    /** All headers. */
    public HttpHeaders headers() {
      return response.headers();
    }

    /** The first value of a header, or the empty string. */
    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** The body as it came. */
    public String text() {
      return response.body();
    }

    /** The body as JSON; missing when there is none. */
    public JsonNode json() {
      if (text().isEmpty()) {
        return MissingNode.getInstance();
      }
      try {
        return JSON.readTree(text());
      } catch (JsonProcessingException e) {
        throw new AssertionError("not JSON, with status " + status() + ": " + text(), e);
      }
    }

    /** The body, once the status is the one expected. */
    public JsonNode expect(int status) {
      if (status() != status) {
        throw new AssertionError(
            "%s %s answered %d instead of %d: %s"
                .formatted(
                    response.request().method(),
                    response.request().uri(),
                    status(),
                    status,
                    text()));
      }
      return json();
    }

    /** The problem document, once it is one of this status and tag. */
    public JsonNode expectProblem(int status, String tag) {
      JsonNode problem = expect(status);
      String type = header("Content-Type");
      boolean agrees =
          type.equals("application/problem+json")
              && problem.path("_tag").asText().equals(tag)
              && problem.path("status").asInt() == status
              && problem.path("type").asText().startsWith("https://executor.sh/problems/")
              && !problem.path("title").asText().isEmpty()
              && !problem.path("detail").asText().isEmpty()
              && problem.path("traceId").asText().matches("[0-9a-f]{32}");
      if (!agrees) {
        throw new AssertionError("not a problem " + tag + ", but " + type + ": " + text());
      }
      return problem;
    }
  }
}
