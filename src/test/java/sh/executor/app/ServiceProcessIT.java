package sh.executor.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.testkit.ServiceProcess;

/** The packaged service as a process: start, refuse a second, stop, die, come back. */
class ServiceProcessIT {

  @TempDir Path folder;

  @Test
  void itServesRefusesASecondOwnerAndComesBackAfterAKill() throws Exception {
    Path data = folder.resolve("data");
    ServiceProcess first = ServiceProcess.start(data, Map.of());
    try {
      assertThat(body(first, "/api/health")).isEqualTo("ok");
      assertThat(body(first, "/q/health")).contains("\"UP\"");
      assertThat(body(first, "/q/metrics")).contains("jvm_");
      assertThatThrownBy(() -> ServiceProcess.start(data, Map.of()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Another Executor (process ")
          .hasMessageContaining("uses the data directory");
    } finally {
      first.kill();
    }

    try (ServiceProcess second = ServiceProcess.startForPrograms(data, Map.of())) {
      assertThat(second.printed()).as("one line and nothing else").hasLineCount(1);
      assertThat(body(second, "/api/health")).isEqualTo("ok");
      assertThat(second.agentKey()).isEqualTo(first.agentKey());
      assertThat(second.logged())
          .contains("flyway")
          .doesNotContain(second.agentKey())
          .doesNotContain(second.ownerToken());
    }
    assertThat(data.resolve("postgres").resolve("data").resolve("postmaster.pid")).doesNotExist();
  }

  @Test
  void aBootThatFailsSaysWhy() {
    Map<String, String> nobodyThere =
        Map.of("EXECUTOR_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/executor");

    assertThatThrownBy(() -> ServiceProcess.start(folder.resolve("data"), nobodyThere))
        .hasMessageContaining("executor: ")
        .hasMessageContaining("onnection");
  }

  private static String body(ServiceProcess service, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(service.mcp().resolve(path)).build(), BodyHandlers.ofString())
          .body();
    }
  }
}
