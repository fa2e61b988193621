package sh.executor.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.testkit.ServiceProcess;
import sh.executor.testkit.Survivor;

/**
 * Real clients, old and new, in the middle of a conversation while their session hibernates, the
 * service is killed, and is told to stop: they go on as if nothing had happened.
 */
class SurvivingClientsIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Pattern IDLE = Pattern.compile("Tidied up sessions: (\\d+) idle");

  /** Standing streams end soon and are not opened again soon, or no session would be idle. */
  private static final Map<String, String> SLEEPY =
      Map.of(
          "EXECUTOR_SESSION_IDLE_DROP", "1S",
          "EXECUTOR_SESSION_SWEEP_INTERVAL", "200MS",
          "EXECUTOR_MCP_STREAM_AGE_MAX", "1S",
          "EXECUTOR_MCP_RETRY_AFTER", "1M",
          "QUARKUS_LOG_CATEGORY__SH_EXECUTOR_SESSION__LEVEL", "DEBUG");

  @TempDir Path folder;

  @Test
  void theyGoOnWhateverHappensToTheService() {
    Path data = folder.resolve("data");
    int port = freePort();
    ServiceProcess service = ServiceProcess.startOn(port, data, SLEEPY);
    try (Survivor newest = connect(service, "@modelcontextprotocol/sdk");
        Survivor older = connect(service, "sdk-of-2025");
        Survivor remote = connect(service, "mcp-remote");
        McpSyncClient java = java(service)) {
      java.initialize();
      String session = runs(newest, 1);
      String olderSession = runs(older, 1);
      runs(remote, 1);
      runs(java, 1);

      hibernates(service, 4);
      assertThat(runs(newest, 2)).isEqualTo(session);
      assertThat(runs(older, 2)).isEqualTo(olderSession);
      runs(remote, 2);
      runs(java, 2);

      service.kill();
      service = ServiceProcess.startOn(port, data, SLEEPY);
      assertThat(runs(newest, 3)).isEqualTo(session);
      assertThat(runs(older, 3)).isEqualTo(olderSession);
      runs(remote, 3);
      runs(java, 3);

      assertThat(service.stop()).isIn(0, 130, 143);
      service = ServiceProcess.startOn(port, data, SLEEPY);
      assertThat(runs(newest, 4)).isEqualTo(session);
      assertThat(runs(older, 4)).isEqualTo(olderSession);
      runs(remote, 4);
      runs(java, 4);
    } finally {
      service.close();
    }
  }

  /**
   * A port for the service to come back to. The system gives it to nobody's connection meanwhile:
   * those have ports from 32768 on.
   */
  private static int freePort() {
    return ThreadLocalRandom.current()
        .ints(20_000, 32_768)
        .filter(SurvivingClientsIT::isFree)
        .limit(1)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Survivor connect(ServiceProcess service, String client) {
    return Survivor.connect(client, service.mcp(), service.agentKey());
  }

  private static McpSyncClient java(ServiceProcess service) {
    return McpClient.sync(
            HttpClientStreamableHttpTransport.builder(service.mcp().resolve("/").toString())
                .endpoint("/mcp")
                .requestBuilder(
                    HttpRequest.newBuilder()
                        .header("Authorization", "Bearer " + service.agentKey()))
                .build())
        .build();
  }

  /** Says a number by a script; the session it was said in. */
  private static String runs(Survivor client, int number) {
    JsonNode outcome = client.run("return " + number);
    assertThat(outcome.path("result").asInt()).as(outcome.toString()).isEqualTo(number);
    assertThat(outcome.path("tools").asInt()).isEqualTo(3);
    return outcome.path("session").asText();
  }

  private static void runs(McpSyncClient client, int number) {
    McpSchema.CallToolResult result =
        client.callTool(
            new McpSchema.CallToolRequest("execute", Map.of("code", "return " + number), Map.of()));
    assertThat(result.structuredContent()).asString().contains("result=" + number);
  }

  private static void hibernates(ServiceProcess service, int sessions) {
    await("the sessions to be dropped from memory")
        .atMost(SOON)
        .until(
            () ->
                IDLE.matcher(service.logged())
                        .results()
                        .mapToInt(found -> Integer.parseInt(found.group(1)))
                        .sum()
                    >= sessions);
  }
}
