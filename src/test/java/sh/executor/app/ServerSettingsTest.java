package sh.executor.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.cli.ServeOptions;
import sh.executor.cli.output.Json;
import sh.executor.daemon.DataDirectory;
import sh.executor.daemon.LocalServerException;
import sh.executor.daemon.LocalTokens;
import sh.executor.daemon.RunningServer;
import sh.executor.database.DatabaseLogin;

class ServerSettingsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"127.0.0.1,true", "::1,true", "0.0.0.0,false", "192.0.2.1,false"})
  void theLocalNetworkIsOpenOnLoopbackOnly(String host, String open) {
    assertThat(properties(host, Map.of()))
        .containsEntry("executor.outbound.allow-local-network", open);
  }

  @Test
  void theEnvironmentDecidesOnTheLocalNetwork() {
    assertThat(properties("127.0.0.1", Map.of("EXECUTOR_ALLOW_LOCAL_NETWORK", "false")))
        .doesNotContainKey("executor.outbound.allow-local-network");
  }

  @Test
  void spansStayInTheProcessUntilAnEndpointIsSet() {
    assertThat(properties("127.0.0.1", Map.of())).doesNotContainKey("quarkus.otel.sdk.disabled");
    assertThat(properties("127.0.0.1", Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318")))
        .containsEntry("quarkus.otel.sdk.disabled", "false")
        .containsEntry("quarkus.otel.exporter.otlp.endpoint", "http://c:4318")
        .containsEntry("quarkus.otel.exporter.otlp.protocol", "http/protobuf");
  }

  @Test
  void theEnvironmentDecidesOnTheProtocolOfSpans() {
    Map<String, String> environment =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4317",
            "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");

    assertThat(properties("127.0.0.1", environment))
        .containsEntry("quarkus.otel.exporter.otlp.protocol", "grpc");
  }

  @Test
  void aDatabaseOfOnesOwnIsNamedByTheEnvironment() {
    Map<String, String> environment =
        Map.of(
            "EXECUTOR_DATABASE_URL", "jdbc:postgresql://db/executor",
            "EXECUTOR_DATABASE_USER", "me",
            "EXECUTOR_DATABASE_PASSWORD", "word");

    assertThat(DatabaseSettings.of(environment))
        .contains(new DatabaseLogin("jdbc:postgresql://db/executor", "me", "word"));
    assertThat(DatabaseSettings.of(Map.of())).isEmpty();
  }

  @Test
  void aUrlOfAnotherKindIsRefused() {
    assertThatThrownBy(() -> DatabaseSettings.of(Map.of("EXECUTOR_DATABASE_URL", "mysql://db")))
        .isInstanceOf(LocalServerException.class)
        .hasMessageContaining("jdbc:postgresql:");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,http://127.0.0.1:4788",
    "::1,http://[::1]:4788",
    "0.0.0.0,http://localhost:4788",
    "::,http://localhost:4788"
  })
  void aListeningAddressHasAUrl(String host, URI url) {
    assertThat(Origins.of(host, 4788)).isEqualTo(url);
  }

  @Test
  void theWelcomeHasAConfigurationToPasteAndNoOwnersToken() {
    String text =
        new Welcome("1.2.3", URI.create("http://127.0.0.1:4788"), folder, "agent-key").text();

    assertThat(text)
        .contains(
            "{\"mcpServers\":{\"executor\":{\"type\":\"http\",\"url\":\"http://127.0.0.1:4788/mcp\","
                + "\"headers\":{\"Authorization\":\"Bearer agent-key\"}}}}")
        .contains("claude mcp add --transport http executor http://127.0.0.1:4788/mcp")
        .contains(folder.toString());
  }

  @Test
  void theWelcomeForProgramsIsOneLineWithAllOfThat() throws IOException {
    URI origin = URI.create("http://127.0.0.1:4788");
    DataDirectory directory = DataDirectory.open(folder);
    RunningServer server =
        RunningServer.here(
            RunningServer.Kind.FOREGROUND, directory, origin, Instant.EPOCH, "1.2.3");

    String line =
        new Welcome("1.2.3", URI.create("https://e.example"), folder, "agent-key").line(server);

    assertThat(line).hasLineCount(1);
    JsonNode told = Json.MAPPER.readTree(line);
    assertThat(told.path("status").asText()).isEqualTo("running");
    assertThat(told.path("origin").asText()).isEqualTo(origin.toString());
    assertThat(told.path("console").asText()).isEqualTo("https://e.example/");
    assertThat(told.path("rest").asText()).isEqualTo("https://e.example/api");
    assertThat(told.path("mcp").asText()).isEqualTo("https://e.example/mcp");
    assertThat(told.path("dataDir").asText()).isEqualTo(directory.root().toString());
    assertThat(told.path("ownerTokenFile").asText()).endsWith("/server-control/auth.json");
    assertThat(told.at("/mcpServers/executor").toString())
        .isEqualTo(
            "{\"type\":\"http\",\"url\":\"https://e.example/mcp\","
                + "\"headers\":{\"Authorization\":\"Bearer agent-key\"}}");
  }

  private Map<String, String> properties(String host, Map<String, String> environment) {
    return new ServerSettings(
            new ServeOptions(host, 4788, folder, false),
            RunningServer.Kind.FOREGROUND,
            DataDirectory.open(folder),
            new LocalTokens("owner", "agent"),
            new DatabaseLogin("jdbc:postgresql://db/executor", "me", "word"))
        .properties(environment);
  }
}
