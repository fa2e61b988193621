package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;

/** What the official clients make of us: they are strict where our own test client is not. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class SdkClientTest {

  private static final Path CLIENTS = Path.of("src", "test", "npm", "clients").toAbsolutePath();

  private final Cast cast = Cast.assemble();

  @Test
  void theTypeScriptClientWorks() throws Exception {
    JsonNode seen = node("session-journey.mjs", cast.owner().key());

    assertThat(seen.at("/server/name").asText()).isEqualTo("executor");
    assertThat(seen.at("/tools").toString()).isEqualTo("[\"execute\",\"resume\",\"skills\"]");
    assertThat(seen.at("/sum/structuredContent/result").asInt()).isEqualTo(2);
    assertThat(seen.at("/failure/isError").asBoolean()).isTrue();
    assertThat(seen.at("/failure/content/0/text").asText()).contains("Error: boom");
    assertThat(seen.at("/emitted/content/0/text").asText()).isEqualTo("hello");
    assertThat(seen.at("/skill").asText()).contains("tools.search");
    assertThat(seen.at("/unknownTool").asInt()).isEqualTo(-32602);
    assertThat(seen.at("/cancelled").asText()).contains("AbortError");
    assertThat(seen.at("/progress").asInt()).isPositive();
    assertThat(seen.at("/resumed").asInt()).isEqualTo(3);
    assertThat(seen.at("/afterDelete").asInt()).isEqualTo(404);
    assertThat(seen.at("/stranger").asInt()).isEqualTo(401);
  }

  @Test
  void theJavaClientWorks() {
    URI endpoint = McpService.endpoint();
    HttpClientStreamableHttpTransport transport =
        HttpClientStreamableHttpTransport.builder(endpoint.resolve("/").toString())
            .endpoint("/mcp")
            .requestBuilder(
                HttpRequest.newBuilder().header("Authorization", "Bearer " + cast.owner().key()))
            .build();

    try (McpSyncClient client = McpClient.sync(transport).build()) {
      McpSchema.InitializeResult initialized = client.initialize();
      McpSchema.ListToolsResult tools = client.listTools();
      McpSchema.CallToolResult sum =
          client.callTool(
              new McpSchema.CallToolRequest("execute", Map.of("code", "return 1 + 1"), Map.of()));
      McpSchema.CallToolResult skill =
          client.callTool(
              new McpSchema.CallToolRequest("skills", Map.of("name", "execute"), Map.of()));

      assertThat(initialized.protocolVersion()).isEqualTo("2025-11-25");
      assertThat(tools.tools())
          .extracting(McpSchema.Tool::name)
          .containsExactly("execute", "resume", "skills");
      assertThat(sum.structuredContent()).asString().contains("status=completed", "result=2");
      assertThat(skill.content().toString()).contains("tools.search");
    }
  }

  @Test
  void theTypeScriptClientWaitsForPeople() throws Exception {
    Gated.connect(cast.owner().caller());

    JsonNode seen = node("approval-journey.mjs", McpService.agentKey(cast.owner().caller()));

    assertThat(seen.at("/forms/structured/result").toString())
        .isEqualTo("[\"fulfilled\",\"rejected\"]");
    assertThat(seen.at("/formsAsked")).hasSize(2);
    assertThat(seen.at("/formsAsked/0/mode").asText()).isEqualTo("form");
    assertThat(seen.at("/pages/structured/result").asBoolean()).isTrue();
    assertThat(seen.at("/pageAsked/mode").asText()).isEqualTo("url");
    assertThat(seen.at("/pageAsked/url").asText()).contains("/approve/exec_");
    assertThat(seen.at("/pageCompleted")).isEqualTo(seen.at("/pageAsked/elicitationId"));
    assertThat(seen.at("/afterLoss/structured/result").asBoolean()).isTrue();
    String pause = "user_approval_required";
    assertThat(seen.at("/paused/structured/status").asText()).isEqualTo(pause);
    assertThat(seen.at("/paused/text").asText()).contains("Execution paused", Gated.CHANGE);
    assertThat(seen.at("/still/structured/status").asText()).isEqualTo(pause);
    assertThat(seen.at("/selfAnswer/structured/status").asText()).isEqualTo("execution_forbidden");
    assertThat(seen.at("/agentAtRest").asInt()).isEqualTo(403);
    assertThat(seen.at("/personAtRest").asInt()).isEqualTo(200);
    assertThat(seen.at("/resumed/structured/status").asText()).isEqualTo("completed");
    assertThat(seen.at("/resumed/structured/result").asBoolean()).isTrue();
    assertThat(seen.at("/unknown/structured/status").asText()).isEqualTo("execution_not_found");
  }

  @Test
  void theTypeScriptClientStillSpeaksTheOldTransport() throws Exception {
    Gated.connect(cast.owner().caller());

    JsonNode seen = node("sse-journey.mjs", McpService.agentKey(cast.owner().caller()));

    assertThat(seen.at("/server/name").asText()).isEqualTo("executor");
    assertThat(seen.at("/capabilities/tools/listChanged").asBoolean()).isTrue();
    assertThat(seen.at("/tools").toString()).isEqualTo("[\"execute\",\"resume\",\"skills\"]");
    assertThat(seen.at("/both").toString()).isEqualTo("[1,2]");
    assertThat(seen.at("/many")).hasSize(20);
    assertThat(seen.at("/many/19").asInt()).isEqualTo(19);
    assertThat(seen.at("/progress").asInt()).isPositive();
    assertThat(seen.at("/unknownTool").asInt()).isEqualTo(-32602);
    assertThat(seen.at("/cancelled").asText()).contains("AbortError");
    assertThat(seen.at("/paused/status").asText()).isEqualTo("user_approval_required");
    assertThat(seen.at("/afterClose").asInt()).isEqualTo(3);
    assertThat(seen.at("/stranger").asInt()).isEqualTo(401);
  }

  private JsonNode node(String script, String token) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("node", CLIENTS.resolve(script).toString());
    builder.environment().put("MCP_URL", McpService.endpoint().toString());
    builder.environment().put("SSE_URL", McpService.endpoint().resolve("/sse").toString());
    builder.environment().put("MCP_TOKEN", token);
    builder.environment().put("PERSON_TOKEN", cast.owner().key());
    builder.environment().put("TOOL", Gated.CHANGE);
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    return new ObjectMapper().readTree(printed);
  }
}
