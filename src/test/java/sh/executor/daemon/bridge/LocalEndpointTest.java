package sh.executor.daemon.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.executor.daemon.DataDirectory;
import sh.executor.daemon.InstanceLock;
import sh.executor.daemon.LocalServerException;
import sh.executor.daemon.LocalTokens;
import sh.executor.daemon.RunningServer;
import sh.executor.daemon.election.Election;
import sh.executor.daemon.election.ServerProgram;

class LocalEndpointTest {

  @TempDir Path folder;

  private final List<String> notes = new ArrayList<>();
  private HttpServer http;
  private DataDirectory directory;

  @BeforeEach
  void answer() throws IOException {
    directory = DataDirectory.open(folder);
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/api/health",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("ok".getBytes(StandardCharsets.US_ASCII));
          exchange.close();
        });
    http.start();
  }

  @AfterEach
  void stop() {
    http.stop(0);
  }

  @Test
  void theOwnerIsGivenTheAgentsKeyAndNotItsOwn() {
    LocalTokens tokens = LocalTokens.open(directory, new SecureRandom());
    try (InstanceLock _ = InstanceLock.claim(directory)) {
      URI origin = announce("1");
      LocalEndpoint endpoint = endpoint("1", "elicitation_mode=browser");

      Target target = endpoint.target();

      assertThat(target.mcp()).isEqualTo(URI.create(origin + "/mcp?elicitation_mode=browser"));
      assertThat(target.bearer()).isEqualTo(tokens.agent()).isNotEqualTo(tokens.owner());
      assertThat(endpoint.known()).contains(target);
      assertThat(notes).isEmpty();
    }
  }

  @Test
  void aServerOfAnotherVersionServesAndItsUserIsToldOnce() {
    LocalTokens.open(directory, new SecureRandom());
    try (InstanceLock _ = InstanceLock.claim(directory)) {
      announce("1");
      LocalEndpoint endpoint = endpoint("2", "");

      endpoint.lost(endpoint.target());
      assertThat(endpoint.target().mcp().getPath()).isEqualTo("/mcp");

      assertThat(notes).hasSize(1);
      assertThat(notes.getFirst()).contains("version 1", "this is 2", "executor daemon restart");
    }
  }

  @Test
  void theOlderOfTwoIsNotToldToHaveTheServerReplacedByItself() {
    LocalTokens.open(directory, new SecureRandom());
    try (InstanceLock _ = InstanceLock.claim(directory)) {
      announce("1.10.0");

      endpoint("1.9.0", "").target();

      assertThat(notes)
          .singleElement()
          .asString()
          .contains("version 1.10.0", "this is 1.9.0", "update this one")
          .doesNotContain("restart");
    }
  }

  @Test
  void aServerThatNoLongerOwnsTheDirectoryIsShownNothing() {
    LocalTokens.open(directory, new SecureRandom());
    LocalEndpoint endpoint = endpoint("1", "");
    try (InstanceLock _ = InstanceLock.claim(directory)) {
      announce("1");
      endpoint.target();
    }

    // It still answers, but the lock is free.
    announce("1");

    assertThat(endpoint.known()).isEmpty();
    assertThatThrownBy(endpoint::target).isInstanceOf(LocalServerException.class);
  }

  private URI announce(String version) {
    URI origin = URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    RunningServer.here(RunningServer.Kind.DAEMON, directory, origin, Instant.EPOCH, version)
        .announce(directory);
    return origin;
  }

  private LocalEndpoint endpoint(String version, String query) {
    ServerProgram nothing = new ServerProgram(List.of("/nonexistent"));
    Election election = new Election(directory, nothing, System::nanoTime, note -> {});
    return new LocalEndpoint(directory, election, query, version, notes::add);
  }
}
