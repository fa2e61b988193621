package sh.executor.cli.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import sh.executor.cli.output.CommandFailure;
import sh.executor.cli.output.Json;

/**
 * Talks to an authorization server: small JSON documents, over TLS unless it is on this machine.
 */
final class OAuthWire implements AutoCloseable {

  private static final Duration WITHIN = Duration.ofSeconds(20);
  private static final int ANSWER_BYTES_MAX = 256 << 10;

  /** What is answered when all went well. */
  static final int OK = 200;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /**
   * An answer.
   *
   * @param body JSON; missing when it was something else
   */
  record Said(int status, JsonNode body) {

    boolean success() {
      return status == OK && body.isObject();
    }

    /** The code of an error (RFC 6749, 5.2); empty when there is none. */
    String error() {
      return body.path("error").asText("");
    }

    /** Leaves the body out: there may be tokens in it. */
    @Override
    public String toString() {
      return "Said[" + status + ']';
    }
  }

  /** A document of metadata; empty when there is none at this address. */
  Optional<JsonNode> document(URI url) {
    Said said = send(HttpRequest.newBuilder(safe(url)).GET());
    return said.success() ? Optional.of(said.body()) : Optional.empty();
  }

  /** What is answered to a form. */
  Said form(URI url, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(field -> field.getKey() + '=' + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(safe(url))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  private Said send(HttpRequest.Builder request) {
    HttpRequest built = request.timeout(WITHIN).header("Accept", "application/json").build();
    try {
      HttpResponse<byte[]> response =
          http.send(built, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
      return new Said(response.statusCode(), json(response.body()));
    } catch (IOException e) {
      throw new CommandFailure(
          "Asking " + Origin.shown(built.uri()) + " about your sign-in failed: try again.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("Interrupted.", e);
    }
  }

  private static JsonNode json(byte[] body) {
    try {
      return Json.MAPPER.readTree(body);
    } catch (IOException e) {
      return Json.MAPPER.missingNode();
    }
  }

  /**
   * The URL, once what is sent to it can not be read on the way (RFC 8414, 2: endpoints are https).
   *
   * @throws CommandFailure when it can
   */
  static URI safe(URI url) {
    boolean tls = "https".equals(url.getScheme());
    boolean here =
        "http".equals(url.getScheme()) && url.getHost() != null && Origin.onThisMachine(url);
    if (url.getHost() == null || !(tls || here)) {
      throw new CommandFailure(
          "The server wants you to sign in at " + Origin.shown(url) + ", which is not https.");
    }
    return url;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
