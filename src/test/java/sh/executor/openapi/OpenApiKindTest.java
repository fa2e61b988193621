package sh.executor.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sh.executor.catalog.model.AuthMethod;
import sh.executor.catalog.model.Detection;
import sh.executor.catalog.model.Reading;
import sh.executor.catalog.model.Source;
import sh.executor.kernel.ProblemException;
import sh.executor.openapi.document.Json;
import sh.executor.openapi.settings.Settings;
import sh.executor.testkit.Upstream;
import sh.executor.testkit.Upstream.Reply;

class OpenApiKindTest {

  private static final String YAML =
      """
      openapi: 3.1.0
      info: {title: "Pet Store", version: 1.2.3, description: Pets.}
      servers: [{url: ../v2}]
      tags: [{name: pets}]
      security: [{key: []}]
      components: {securitySchemes: {key: {type: apiKey, in: query, name: api_key}}}
      paths:
        /pets:
          get: {tags: [pets], operationId: list, summary: Lists pets.}
      """;

  private final Upstream upstream =
      Upstream.answering(
          call ->
              call.path().equals("/docs/openapi.yaml")
                  ? Reply.of(200, "text/yaml", YAML.getBytes(StandardCharsets.UTF_8))
                  : Reply.of(404, "text/html", "<html>".getBytes(StandardCharsets.UTF_8)));
  private final OpenApiKind kind = Api.kind();

  @AfterEach
  void stop() {
    upstream.close();
  }

  private Source.Url source(String path) {
    return new Source.Url(URI.create(upstream.url() + path));
  }

  @Test
  void aPreviewSaysWhatNoToolIsMadeOf() {
    String paths =
        IntStream.range(0, 25)
            .mapToObj(i -> "\"/a%d\":{\"trace\":{},\"get\":{}}".formatted(i))
            .collect(Collectors.joining(","));

    ObjectNode preview =
        kind.preview(
            Api.TENANT,
            new Source.Text("{\"openapi\":\"3.0.0\",\"paths\":{" + paths + "}}"),
            Json.object());

    assertThat(preview.path("operationCount").intValue()).isEqualTo(25);
    assertThat(preview.path("warnings").size()).isEqualTo(1);
    assertThat(preview.at("/warnings/0").textValue())
        .contains("TRACE /a0, TRACE /a1,", "TRACE /a19 and 5 more.");
  }

  @Test
  void aDescriptionIsReadFromItsUrlAndCanBeReadAgain() {
    Source.Url source = source("/docs/openapi.yaml");

    Reading reading = kind.read(Api.TENANT, source, Json.object());

    assertThat(reading.operations())
        .extracting(operation -> operation.name())
        .containsExactly("pets.list");
    assertThat(Settings.of(reading.config()).servers().getFirst().url())
        .isEqualTo(upstream.url() + "/v2");
    assertThat(kind.source(reading.config())).contains(source);
    Reading again = kind.read(Api.TENANT, source, reading.config());
    assertThat(Json.text(again.config())).isEqualTo(Json.text(reading.config()));
  }

  @Test
  void aDescriptionIsDetectedForSureAndAnythingElseNotAtAll() {
    Optional<Detection> detected = kind.detect(Api.TENANT, source("/docs/openapi.yaml").url());

    assertThat(detected)
        .contains(
            new Detection(
                "openapi",
                Detection.Confidence.HIGH,
                upstream.url() + "/docs/openapi.yaml",
                "Pet Store",
                "pet_store"));
    assertThat(kind.detect(Api.TENANT, source("/else").url())).isEmpty();
    assertThat(kind.detect(Api.TENANT, URI.create("ftp://a.example/"))).isEmpty();
  }

  @Test
  void aPreviewShowsWhatAddingWouldBring() {
    ObjectNode preview = kind.preview(Api.TENANT, source("/docs/openapi.yaml"), Json.object());

    assertThat(preview.path("title").asText()).isEqualTo("Pet Store");
    assertThat(preview.path("version").asText()).isEqualTo("1.2.3");
    assertThat(preview.path("operationCount").intValue()).isEqualTo(1);
    assertThat(preview.path("tags").toString()).isEqualTo("[\"pets\"]");
    assertThat(preview.at("/securitySchemes/0/parameterName").asText()).isEqualTo("api_key");
    assertThat(preview.at("/authStrategies/0/slug").asText()).isEqualTo("apikey-1");
    assertThat(preview.at("/healthCheckCandidates/0/operation").asText()).isEqualTo("pets.list");
    assertThat(preview.path("warnings").toString()).isEqualTo("[]");
  }

  @Test
  void anAddressThatAnswersOtherwiseIsRefusedWithItsStatus() {
    assertThatThrownBy(() -> kind.read(Api.TENANT, source("/else?key=hidden"), Json.object()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("status 404")
        .hasMessageContaining("/else")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void aChangeOfConfigurationLeavesTheRestAsItWas() {
    ObjectNode config = kind.read(Api.TENANT, source("/docs/openapi.yaml"), Json.object()).config();
    ObjectNode change = Json.object().put("baseUrl", "https://eu.example.com");
    change.putArray("authenticationTemplate").addObject().putObject("headers").put("X-A", "1");

    ObjectNode changed = kind.configure(config, change);

    assertThat(kind.authMethods(changed))
        .extracting(AuthMethod::id)
        .containsExactly("apikey-1", "custom");
    assertThat(changed.path("baseUrl").asText()).isEqualTo("https://eu.example.com");
    assertThat(changed.path("specUrl")).isEqualTo(config.path("specUrl"));
    assertThat(config.has("baseUrl")).isFalse();
  }

  @Test
  void settingsThatCanNotWorkAreRefused() {
    ObjectNode config = Json.object();
    ObjectNode host = Json.object();
    host.putArray("authenticationTemplate").addObject().putObject("headers").put("Host", "x");

    assertThatThrownBy(() -> kind.configure(config, Json.object().put("baseUrl", "ftp://x")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("baseUrl must be an http or https URL");
    assertThatThrownBy(() -> kind.configure(config, host))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("Host can not be the name of a header");
  }
}
