package sh.executor.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.testkit.ServiceProcess;
import sh.executor.testkit.Upstream;

/**
 * The main job, on the packaged service: GitHub's whole description is added, a token is sealed,
 * agents by two independent SDKs call the API through {@code /mcp}, and all of it outlives the
 * process. GitHub itself is a server of ours that writes down what it is asked.
 */
class GitHubJourneyIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "ghp_never0seen0by0any0script";
  private static final Path DESCRIPTION =
      Path.of("src/test/npm/node_modules/@octokit/openapi/generated/api.github.com.json");
  private static final Pattern ISSUE = Pattern.compile("/repos/octo/hello/issues/(\\d+)");

  @TempDir Path folder;

  @Test
  void anAgentCallsGitHubWithATokenItNeverSees() throws Exception {
    try (Upstream github = Upstream.answering(GitHubJourneyIT::answer)) {
      Path data = folder.resolve("data");
      String seen;
      try (ServiceProcess service = ServiceProcess.start(data, Map.of())) {
        connect(service, github);
        JsonNode outcome = typeScriptAgent(service);

        assertThat(outcome.at("/found/structured/result")).isNotEmpty();
        assertThat(outcome.at("/described/structured/result/inputTypeScript").asText())
            .isEqualTo("{ owner: string; repo: string }");
        assertThat(outcome.at("/called/structured/result/many"))
            .extracting(JsonNode::asInt)
            .containsExactlyElementsOf(IntStream.rangeClosed(1, 10).boxed().toList());
        assertThat(outcome.at("/called/structured/logs/0").asText()).isEqualTo("[log] called 10");
        assertThat(outcome.at("/paused/structured/status").asText())
            .isEqualTo("user_approval_required");
        assertThat(outcome.at("/paused/text").asText())
            .contains("github.org.main.issues.create", "from a script");
        seen = outcome + javaAgent(service) + service.get("/api/connections") + service.printed();
        assertThat(service.stop()).isIn(0, 130, 143);
        seen += service.logged();
      }
      assertTheLedgerIsRight(github);
      assertThat(seen).doesNotContain(TOKEN);
      assertThat(filesWith(TOKEN)).isEmpty();

      try (ServiceProcess again = ServiceProcess.start(data, Map.of())) {
        assertThat(javaAgent(again)).contains("\"octo\"");
        again.kill();
      }
      try (ServiceProcess afterKill = ServiceProcess.start(data, Map.of())) {
        assertThat(javaAgent(afterKill)).contains("\"octo\"");
      }
    }
  }

  private static void connect(ServiceProcess service, Upstream github) {
    JsonNode added =
        service.post(
            "/api/openapi/specs",
            """
            {"spec": {"kind": "url", "url": "%1$s/description.json"},
             "slug": "github", "baseUrl": "%1$s"}
            """
                .formatted(github.url()));
    assertThat(added.get("toolCount").asInt()).isEqualTo(1223);
    String template =
        service
            .get("/api/integrations/github")
            .get("authMethods")
            .valueStream()
            .filter(method -> method.get("label").asText().equals("Bearer token"))
            .findFirst()
            .orElseThrow()
            .get("template")
            .asText();
    service.post(
        "/api/connections",
        """
        {"owner": "org", "name": "main", "integration": "github", "template": "%s", "value": "%s"}
        """
            .formatted(template, TOKEN));
  }

  private static void assertTheLedgerIsRight(Upstream github) {
    List<Upstream.Call> calls =
        github.ledger().stream().filter(c -> !c.path().equals("/description.json")).toList();
    assertThat(calls).hasSize(14);
    assertThat(calls)
        .allSatisfy(c -> assertThat(c.header("authorization")).contains("Bearer " + TOKEN));
    assertThat(calls).extracting(Upstream.Call::method).containsOnly("GET");
    assertThat(calls.subList(0, 3))
        .extracting(Upstream.Call::path)
        .containsExactly("/user", "/repos/octo/hello", "/repos/octo/hello/issues");
    assertThat(calls.subList(3, 13))
        .extracting(Upstream.Call::path)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, 10).mapToObj(i -> "/repos/octo/hello/issues/" + i).toList());
  }

  private static JsonNode typeScriptAgent(ServiceProcess service) throws Exception {
    ProcessBuilder node = new ProcessBuilder("node", "clients/github-journey.mjs");
    node.directory(Path.of("src/test/npm").toFile());
    node.redirectError(ProcessBuilder.Redirect.INHERIT);
    node.environment().put("MCP_URL", service.mcp().toString());
    node.environment().put("MCP_TOKEN", service.agentKey());
    Process process = node.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return JSON.readTree(printed);
  }

  /** What the official Java client gets for a script that asks who it is. */
  private static String javaAgent(ServiceProcess service) {
    HttpClientStreamableHttpTransport transport =
        HttpClientStreamableHttpTransport.builder(service.mcp().resolve("/").toString())
            .requestBuilder(
                HttpRequest.newBuilder().header("Authorization", "Bearer " + service.agentKey()))
            .build();
    try (McpSyncClient client = McpClient.sync(transport).build()) {
      client.initialize();
      assertThat(client.listTools().tools())
          .extracting(tool -> tool.name())
          .contains("execute", "skills");
      CallToolResult result =
          client.callTool(
              new CallToolRequest(
                  "execute",
                  Map.of(
                      "code",
                      "return (await tools.github.org.main.users.getAuthenticated({})).data"),
                  Map.of()));
      return result.toString();
    }
  }

  private static Upstream.Reply answer(Upstream.Call call) throws IOException {
    Matcher issue = ISSUE.matcher(call.path());
    return switch (call.path()) {
      case "/description.json" ->
          Upstream.Reply.of(200, "application/json", Files.readAllBytes(DESCRIPTION));
      case "/user" -> Upstream.Reply.json(200, "{\"login\": \"octo\", \"id\": 1}");
      case "/repos/octo/hello" -> Upstream.Reply.json(200, "{\"name\": \"hello\"}");
      case "/repos/octo/hello/issues" ->
          Upstream.Reply.json(200, "[{\"number\": 1}, {\"number\": 2}, {\"number\": 3}]");
      default ->
          issue.matches()
              ? Upstream.Reply.json(200, "{\"number\": %s}".formatted(issue.group(1)))
              : Upstream.Reply.json(404, "{\"message\": \"Not Found\"}");
    };
  }

  /** The files the service keeps, its database's and logs among them, that contain a text. */
  private List<Path> filesWith(String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(file -> contains(file, text)).toList();
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException("look into " + file, e);
    }
  }
}
