package sh.executor.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.cli.output.CommandFailure;
import sh.executor.daemon.DataDirectory;
import sh.executor.daemon.InstanceLock;
import sh.executor.daemon.LocalTokens;
import sh.executor.daemon.RunningServer;

class ServerChoiceTest {

  private static final URI LOCAL = URI.create("http://127.0.0.1:4788");
  private static final String BEARER = "its-bearer";
  private static final DeviceLogin LOGIN = new DeviceLogin(() -> Instant.EPOCH, duration -> {});

  @TempDir private Path data;

  @Test
  void theLocalServerIsOpenedByItsOwnersBearer() {
    try (InstanceLock _ = running()) {
      assertThat(choose(Map.of(), null)).isEqualTo(new Endpoint(LOCAL, bearer()));
      assertThat(choose(Map.of(), "HTTP://127.0.0.1:4788/"))
          .isEqualTo(new Endpoint(LOCAL, bearer()));
    }
  }

  @Test
  void anAgentIsGivenItsOwnKeyAlsoByTheAddressOfTheLocalServer() {
    try (InstanceLock _ = running()) {
      ServerChoice choice =
          new ServerChoice(Map.of(), data, null, LOCAL.toString(), LOGIN, Optional.empty());

      assertThat(choice.forAgents())
          .isEqualTo(new Endpoint(LOCAL, LocalTokens.agentOf(DataDirectory.open(data))))
          .isNotEqualTo(choice.endpoint());
    }
  }

  @Test
  void anotherServerDoesNotGetTheBearer() {
    try (InstanceLock _ = running()) {
      assertThat(choose(Map.of(), "http://127.0.0.1:4789").credential()).isNull();
      assertThat(choose(Map.of(), "https://127.0.0.1:4788").credential()).isNull();
    }
  }

  @Test
  void theEnvironmentWinsOverWhatIsStored() {
    try (InstanceLock _ = running()) {
      assertThat(choose(Map.of("EXECUTOR_AUTH_TOKEN", "t"), null).credential()).isEqualTo("t");
      assertThat(
              choose(Map.of("EXECUTOR_AUTH_TOKEN", "t", "EXECUTOR_API_KEY", "k"), null)
                  .credential())
          .isEqualTo("k");
    }
  }

  @Test
  void whatAProcessThatIsGoneLeftBehindIsNotBelieved() {
    announce();

    assertThatThrownBy(() -> choose(Map.of(), null))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("No server runs on " + data)
        .hasMessageContaining("executor daemon start");
    assertThat(choose(Map.of(), LOCAL.toString()).credential()).isNull();
  }

  @Test
  void theLocalServerIsStartedWhereThatIsWanted() {
    try (InstanceLock _ = running()) {
      ServerChoice choice =
          new ServerChoice(Map.of(), data, null, null, LOGIN, Optional.of(() -> LOCAL));

      assertThat(choice.endpoint()).isEqualTo(new Endpoint(LOCAL, bearer()));
    }
  }

  @Test
  void aServerIsChosenInOneWay() {
    ServerChoice choice =
        new ServerChoice(Map.of(), data, "a", "http://b", LOGIN, Optional.empty());

    assertThatThrownBy(() -> choice.endpoint())
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
  void itIsKnownWhenOthersCanReadTheCredential() {
    URI named = URI.create("http://nowhere.invalid");

    assertThat(new Endpoint(named, BEARER).sendsInTheClear()).isTrue();
    assertThat(new Endpoint(named, null).sendsInTheClear()).isFalse();
    assertThat(new Endpoint(LOCAL, BEARER).sendsInTheClear()).isFalse();
    assertThat(new Endpoint(URI.create("https://nowhere.invalid"), BEARER).sendsInTheClear())
        .isFalse();
  }

  @Test
  void credentialsAreNotSaid() {
    assertThat(new Endpoint(LOCAL, BEARER).toString()).doesNotContain(BEARER);
    assertThat(
            new ServerChoice(
                    Map.of("EXECUTOR_API_KEY", "k3y"), data, null, null, LOGIN, Optional.empty())
                .toString())
        .doesNotContain("k3y");
  }

  private Endpoint choose(Map<String, String> environment, @Nullable String baseUrl) {
    return new ServerChoice(environment, data, null, baseUrl, LOGIN, Optional.empty()).endpoint();
  }

  private InstanceLock running() {
    InstanceLock lock = InstanceLock.claim(DataDirectory.open(data));
    announce();
    return lock;
  }

  private void announce() {
    DataDirectory directory = DataDirectory.open(data);
    LocalTokens.open(directory, new SecureRandom());
    RunningServer.here(RunningServer.Kind.FOREGROUND, directory, LOCAL, Instant.EPOCH, "1")
        .announce(directory);
  }

  private String bearer() {
    return LocalTokens.ownerOf(DataDirectory.open(data));
  }
}
