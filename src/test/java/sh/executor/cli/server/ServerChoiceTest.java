package sh.executor.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.cli.output.CommandFailure;

class ServerChoiceTest {

  private static final URI LOCAL = URI.create("http://127.0.0.1:4788");
  private static final String BEARER = "-its-bearer";

  @TempDir private Path data;

  @Test
  void theLocalServerIsOpenedByItsOwnersBearer() throws IOException {
    announce(ProcessHandle.current().pid());

    assertThat(choose(Map.of(), null)).isEqualTo(new Endpoint(LOCAL, BEARER));
    assertThat(choose(Map.of(), "HTTP://127.0.0.1:4788/")).isEqualTo(new Endpoint(LOCAL, BEARER));
  }

  @Test
  void anotherServerDoesNotGetTheBearer() throws IOException {
    announce(ProcessHandle.current().pid());

    assertThat(choose(Map.of(), "http://127.0.0.1:4789").credential()).isNull();
    assertThat(choose(Map.of(), "https://127.0.0.1:4788").credential()).isNull();
  }

  @Test
  void theEnvironmentWinsOverWhatIsStored() throws IOException {
    announce(ProcessHandle.current().pid());

    assertThat(choose(Map.of("EXECUTOR_AUTH_TOKEN", "t"), null).credential()).isEqualTo("t");
    assertThat(
            choose(Map.of("EXECUTOR_AUTH_TOKEN", "t", "EXECUTOR_API_KEY", "k"), null).credential())
        .isEqualTo("k");
  }

  @Test
  void whatAProcessThatIsGoneLeftBehindIsNotBelieved() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    announce(gone.pid());

    assertThatThrownBy(() -> choose(Map.of(), null))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("No server runs on " + data)
        .hasMessageContaining("executor serve");
    assertThat(choose(Map.of(), LOCAL.toString()).credential()).isNull();
  }

  @Test
  void aManifestThatIsNoJsonIsNamed() throws IOException {
    announce(1);
    Files.writeString(data.resolve("server-control").resolve("server.json"), "{");

    assertThatThrownBy(() -> choose(Map.of(), null)).hasMessageContaining("server.json");
  }

  @Test
  void aServerIsChosenInOneWay() {
    assertThatThrownBy(() -> new ServerChoice(Map.of(), data, "a", "http://b").endpoint())
        .hasMessage("Use either --server or --base-url, not both.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "executor.example",
        "ftp://executor.example",
        "https://",
        "https://a.example/api",
        "https://a.example?x=1",
        "https://user:secret@a.example",
        "mailto:a@b",
        "not a url"
      })
  void whatIsNoAddressOfAServerIsRefused(String address) {
    assertThatThrownBy(() -> choose(Map.of(), address))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("is no address of a server");
  }

  @Test
  void credentialsAreNotSaid() {
    assertThat(new Endpoint(LOCAL, BEARER).toString()).doesNotContain(BEARER);
    assertThat(new ServerChoice(Map.of("EXECUTOR_API_KEY", "k3y"), data, null, null).toString())
        .doesNotContain("k3y");
  }

  private Endpoint choose(Map<String, String> environment, @Nullable String baseUrl) {
    return new ServerChoice(environment, data, null, baseUrl).endpoint();
  }

  private void announce(long pid) throws IOException {
    Path control = Files.createDirectories(data.resolve("server-control"));
    Files.writeString(
        control.resolve("server.json"),
        "{\"version\":1,\"pid\":%d,\"connection\":{\"origin\":\"%s\"}}".formatted(pid, LOCAL));
    Files.writeString(control.resolve("auth.json"), "{\"token\":\"" + BEARER + "\"}");
  }
}
