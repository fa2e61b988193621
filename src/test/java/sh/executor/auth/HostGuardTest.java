package sh.executor.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostGuardTest {

  private final HostGuard guard = new HostGuard(Set.of("Executor.Example"));

  @ParameterizedTest
  @CsvSource({
    "localhost,",
    "localhost:4788,",
    "127.0.0.1:4788,",
    "[::1]:4788,",
    "LOCALHOST:4788, http://localhost:5173",
    "executor.example, https://executor.example",
    "EXECUTOR.example:8443, https://Executor.Example:8443",
  })
  void aNameOfOursPasses(String host, String origin) {
    assertThat(guard.refusal(host, origin)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "evil.example,",
    "localhost.evil.example:4788,",
    "evil.example@localhost,",
    "localhost/evil.example,",
    "localhost?evil.example,",
    "'localhost, evil.example',",
    ",",
  })
  void aForeignOrBrokenHostIsRefused(String host, String origin) {
    assertThat(guard.refusal(host, origin))
        .hasValueSatisfying(why -> assertThat(why).contains("Host"));
  }

  @ParameterizedTest
  @CsvSource({
    "null",
    "https://evil.example",
    "http://localhost.evil.example",
    "http://evil.example@localhost",
    "http://localhost/",
    "file://",
    "about:blank",
    "http:localhost",
    "chrome-extension://localhost",
    "localhost",
  })
  void aForeignOrBrokenOriginIsRefused(String origin) {
    assertThat(guard.refusal("localhost:4788", origin))
        .hasValueSatisfying(why -> assertThat(why).contains("Origin"));
  }

  @Test
  void aStarSwitchesTheCheckOff() {
    HostGuard open = new HostGuard(Set.of("*"));

    assertThat(open.refusal("anything.example", "https://other.example")).isEmpty();
  }

  @Test
  void theHostOfThePublicUrlIsAName() {
    HostGuard behindProxy =
        new HostGuard(
            new HostConfig() {
              @Override
              public Optional<Set<String>> allowedHosts() {
                return Optional.empty();
              }

              @Override
              public Optional<URI> publicUrl() {
                return Optional.of(URI.create("https://Executor.Example:8443"));
              }
            });

    assertThat(behindProxy.refusal("executor.example:8443", "https://executor.example:8443"))
        .isEmpty();
    assertThat(behindProxy.refusal("other.example", null)).isPresent();
  }
}
