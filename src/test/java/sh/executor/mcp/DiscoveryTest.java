package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.auth.TestIssuers;
import sh.executor.outbound.TestOutbound;
import sh.executor.testkit.Together;
import sh.executor.testkit.Upstream;

/** Documents that say where to sign in, from an issuer on the wire. */
class DiscoveryTest {

  private static final String RESOURCE = "/.well-known/oauth-protected-resource";
  private static final String SERVER = "/.well-known/oauth-authorization-server";
  private static final String OPENID = "/.well-known/openid-configuration";

  private final Vertx vertx = Vertx.vertx();
  private final TestOutbound outbound = TestOutbound.local();
  private final Upstream idp = Upstream.answering(call -> Upstream.Reply.empty(404));
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");

  @AfterEach
  void closeAll() {
    http.close();
    threads.close();
    idp.close();
    outbound.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/mcp",
        "/mcp/toolkits/mail",
        "/acme/mcp",
        "/acme/mcp/toolkits/mail",
        "/org_01h455vb4pex5vsknk084sn02q/mcp"
      })
  void eachPathHasADocumentOfItsOwn(String path) throws Exception {
    URI service = service(Optional.of(idp.url()), Optional.empty());

    HttpResponse<String> answer = get(service.resolve(RESOURCE + path));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "content-type")).isEqualTo("application/json");
    assertThat(header(answer, "access-control-allow-origin")).isEqualTo("*");
    assertThat(answer.body())
        .isEqualTo(
            "{\"resource\":\"%s%s\",\"authorization_servers\":[\"%s\"],\"bearer_methods_supported\":[\"header\"],\"scopes_supported\":[\"openid\",\"profile\",\"email\",\"offline_access\"]}"
                .formatted(service, path, idp.url()));
  }

  @Test
  void aConfiguredAddressComesBeforeTheOneThatWasAsked() throws Exception {
    URI service =
        service(Optional.of(idp.url()), Optional.of(URI.create("https://executor.example/")));

    HttpResponse<String> answer = get(service.resolve(RESOURCE + "/acme/mcp"));

    assertThat(json(answer).path("resource").asText())
        .isEqualTo("https://executor.example/acme/mcp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/settings/mcp", "/api/mcp", "/A_B/mcp", "", "/other"})
  void whatIsNoPathOfTheEndpointHasNone(String path) throws Exception {
    URI service = service(Optional.of(idp.url()), Optional.empty());

    assertThat(get(service.resolve(RESOURCE + path)).body()).contains("Resource not found");
  }

  @ParameterizedTest
  @ValueSource(strings = {RESOURCE + "/mcp", RESOURCE + "/acme/mcp", SERVER})
  void withoutAnIssuerThereIsNoneToTellOf(String path) throws Exception {
    URI service = service(Optional.empty(), Optional.empty());

    HttpResponse<String> answer = get(service.resolve(path));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(json(answer).path("error").asText()).isEqualTo("not_found");
    assertThat(json(answer).path("error_description").asText()).contains("No token issuer");
    assertThat(header(answer, "access-control-allow-origin")).isEqualTo("*");
  }

  @ParameterizedTest
  @ValueSource(strings = {RESOURCE + "/mcp", RESOURCE + "/acme/mcp/toolkits/a", SERVER})
  void preflightsAreAnsweredAndOtherMethodsRefused(String path) throws Exception {
    URI url = service(Optional.of(idp.url()), Optional.empty()).resolve(path);

    HttpResponse<String> preflight = send(url, "OPTIONS", "http://localhost:6274");
    HttpResponse<String> post = send(url, "POST", "http://localhost:6274");
    HttpResponse<String> foreign = send(url, "GET", "https://evil.example");

    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(header(preflight, "access-control-allow-headers")).contains("mcp-protocol-version");
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(header(post, "allow")).isEqualTo("GET, OPTIONS");
    assertThat(foreign.statusCode()).isEqualTo(403);
    assertThat(idp.ledger()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', " + SERVER + ", " + SERVER,
    "'', " + OPENID + ", " + OPENID,
    "/realms/x, " + SERVER + "/realms/x, " + SERVER + "/realms/x",
    "/realms/x, /realms/x" + OPENID + ", /realms/x" + OPENID
  })
  void theIssuersDocumentIsRelayedFromWhereItIs(String path, String place, String seen)
      throws Exception {
    String issuer = idp.url() + path;
    String document = metadata(issuer);
    publish(place, document);
    URI service = service(Optional.of(issuer), Optional.empty());

    HttpResponse<String> answer = get(service.resolve(SERVER));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(document);
    assertThat(header(answer, "access-control-allow-origin")).isEqualTo("*");
    assertThat(idp.ledger().getLast().path()).isEqualTo(seen);
  }

  @Test
  void manyAtOnceAreOneFetchThatLastsAnHour() throws Exception {
    publish(SERVER, metadata(idp.url()));
    URI url = service(Optional.of(idp.url()), Optional.empty()).resolve(SERVER);

    List<Integer> statuses = Together.all(8, () -> get(url).statusCode());
    int fetched = idp.ledger().size();
    now = now.plus(Duration.ofMinutes(59));
    get(url);
    int later = idp.ledger().size();
    now = now.plus(Duration.ofMinutes(2));
    get(url);

    assertThat(statuses).containsOnly(200);
    assertThat(fetched).isOne();
    assertThat(later).isOne();
    assertThat(idp.ledger()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "[]",
        "{}",
        "{\"issuer\":7}",
        "{\"issuer\":\"https://evil.example\",\"token_endpoint\":\"https://evil.example/t\"}"
      })
  void aDocumentThatIsNotTheIssuersOwnIsNotRelayed(String document) throws Exception {
    publish(SERVER, document);

    HttpResponse<String> answer =
        get(service(Optional.of(idp.url()), Optional.empty()).resolve(SERVER));

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(json(answer).path("error").asText()).isEqualTo("upstream_error");
    assertThat(answer.body()).doesNotContain("evil.example");
  }

  @Test
  void anIssuerThatComesBackIsAskedAgain() throws Exception {
    URI url = service(Optional.of(idp.url()), Optional.empty()).resolve(SERVER);
    idp.answer(call -> Upstream.Reply.empty(500));
    int before = get(url).statusCode();

    publish(SERVER, metadata(idp.url()));
    now = now.plusSeconds(2);

    assertThat(before).isEqualTo(502);
    assertThat(get(url).statusCode()).isEqualTo(200);
  }

  @Test
  void aDocumentThatIsTooLargeIsNotRelayed() throws Exception {
    publish(SERVER, metadata(idp.url()).replace("}", " ".repeat(1_100_000) + "}"));

    assertThat(get(service(Optional.of(idp.url()), Optional.empty()).resolve(SERVER)).statusCode())
        .isEqualTo(502);
  }

  private void publish(String path, String document) {
    idp.answer(
        call ->
            call.path().equals(path)
                ? Upstream.Reply.json(200, document)
                : Upstream.Reply.empty(404));
  }

  private static String metadata(String issuer) {
    return "{\"issuer\":\"%1$s\",\"token_endpoint\":\"%1$s/token\",\"x_unknown\":[1]}"
        .formatted(issuer);
  }

  private URI service(Optional<String> issuer, Optional<URI> publicUrl) {
    Router router = Router.router(vertx);
    new DiscoveryRoutes(
            TestIssuers.server(issuer, outbound.outbound(), () -> now),
            new FirstLook(TestIssuers.loopback()),
            new OwnUrl(publicUrl),
            TestMcpConfig.defaults(),
            threads)
        .routes(router);
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  private HttpResponse<String> get(URI url) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> send(URI url, String method, String origin)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(url)
            .method(method, BodyPublishers.noBody())
            .header("origin", origin)
            .build(),
        BodyHandlers.ofString());
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return new ObjectMapper().readTree(answer.body());
  }
}
