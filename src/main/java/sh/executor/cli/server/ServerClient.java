package sh.executor.cli.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.output.Json;

/** Asks one server over its REST API. An answer that is none of success is a failure to tell. */
public final class ServerClient implements AutoCloseable {

  /** How long most answers may take. */
  public static final Duration SOON = Duration.ofSeconds(30);

  /** How long what runs a script or fetches a description may take. */
  public static final Duration PATIENTLY = Duration.ofMinutes(15);

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  private static final int ANSWER_BYTES_MAX = 64 << 20;
  private static final int QUIET_SECONDS = 3;

  private final Endpoint endpoint;
  private final Consumer<String> notes;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT_WITHIN)
          .build();

  /**
   * @param notes told, a line each, what is waited for when that takes longer than a moment
   */
  public ServerClient(Endpoint endpoint, Consumer<String> notes) {
    this.endpoint = endpoint;
    this.notes = notes;
  }

  /** Where it asks. */
  public URI origin() {
    return endpoint.origin();
  }

  /**
   * Gets a path below {@code /api}.
   *
   * @throws CommandFailure when it can not be had
   */
  public Reply get(String path) {
    return send(path, request(path, SOON).GET().build());
  }

  /** Posts {@code body}, a record of the API, likewise. */
  public Reply post(String path, Object body, Duration within) {
    return send(
        path,
        request(path, within)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Json.MAPPER.valueToTree(body).toString()))
            .build());
  }

  /** Posts nothing, likewise. */
  public Reply post(String path) {
    return send(path, request(path, SOON).POST(BodyPublishers.noBody()).build());
  }

  private HttpRequest.Builder request(String path, Duration within) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint.origin() + "/api" + path))
            .timeout(within)
            .header("Accept", "application/json, application/problem+json");
    if (endpoint.credential() != null) {
      request.header("Authorization", "Bearer " + endpoint.credential());
    }
    return request;
  }

  private Reply send(String path, HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
    try {
      HttpResponse<byte[]> response = awaited(answer);
      JsonNode body = json(response.body());
      if (response.statusCode() / 100 == 2 && body != null) {
        return new Reply(body);
      }
      throw new Refusal(endpoint.origin(), path, response.statusCode()).failure(body);
    } catch (ExecutionException e) {
      throw unanswered(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new CommandFailure("Interrupted while asking " + endpoint.origin() + '.', e);
    }
  }

  private HttpResponse<byte[]> awaited(CompletableFuture<HttpResponse<byte[]>> answer)
      throws ExecutionException, InterruptedException {
    try {
      return answer.get(QUIET_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      notes.accept("Waiting for " + endpoint.origin() + " ...");
      return answer.get();
    }
  }

  private CommandFailure unanswered(Throwable cause) {
    String origin = endpoint.origin().toString();
    return switch (cause) {
      case HttpConnectTimeoutException _ -> unreachable(origin, "does not answer");
      case HttpTimeoutException _ ->
          new CommandFailure(origin + " took too long to answer: try again.", cause);
      case ConnectException e when e.getCause() instanceof UnresolvedAddressException ->
          unreachable(origin, "is not a known host");
      case ConnectException _ -> unreachable(origin, "takes no connections");
      default ->
          new CommandFailure(
              "Asking " + origin + " failed: " + said(cause) + ". Try again.", cause);
    };
  }

  private static CommandFailure unreachable(String origin, String why) {
    return new CommandFailure(
        origin
            + ' '
            + why
            + ": check that a server runs there ('executor serve' starts one), and the address.",
        "ServerUnreachable");
  }

  private static String said(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /** The JSON of a body; null when it is something else, and JSON's null when there is none. */
  private static @Nullable JsonNode json(byte[] body) {
    if (body.length == 0) {
      return NullNode.getInstance();
    }
    try {
      return Json.MAPPER.readTree(body);
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
