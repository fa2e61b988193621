package sh.executor.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.kernel.ReadinessFinding;
import sh.executor.kernel.ReadinessFinding.Severity;

class ReadinessTest {

  private static final ReadinessFinding SEVERE =
      new ReadinessFinding(Severity.SEVERE, "A_PROPERTY", "It is open.");
  private static final ReadinessFinding WARNING =
      new ReadinessFinding(Severity.WARNING, "B_PROPERTY", "It is odd.");

  @Test
  void aSevereFindingStopsAServerThatOthersReach() {
    Readiness readiness = readiness("0.0.0.0", false);

    assertThatThrownBy(() -> readiness.report(List.of(WARNING, SEVERE)))
        .isInstanceOf(UnfitForProductionException.class)
        .hasMessageContaining("A_PROPERTY: It is open.")
        .hasMessageContaining("EXECUTOR_ACCEPT_RISK")
        .hasMessageNotContaining("B_PROPERTY");
  }

  @Test
  void onLoopbackItDoesNot() {
    assertThatCode(() -> readiness("127.0.0.1", false).report(List.of(SEVERE)))
        .doesNotThrowAnyException();
  }

  @Test
  void anAcceptedRiskDoesNot() {
    assertThatCode(() -> readiness("0.0.0.0", true).report(List.of(SEVERE)))
        .doesNotThrowAnyException();
  }

  @Test
  void aWarningDoesNot() {
    assertThatCode(() -> readiness("0.0.0.0", false).report(List.of(WARNING)))
        .doesNotThrowAnyException();
  }

  @Test
  void aFatalOneStopsEveryServer() {
    ReadinessFinding fatal = new ReadinessFinding(Severity.FATAL, "C_PROPERTY", "It is wrong.");

    assertThatThrownBy(() -> readiness("127.0.0.1", true).report(List.of(SEVERE, fatal)))
        .isInstanceOf(UnfitForProductionException.class)
        .hasMessage("Not started. C_PROPERTY: It is wrong.");
  }

  @Test
  void theLocalNetworkIsSevereForAServerThatOthersReachAndFineOnLoopback() {
    String database = "jdbc:postgresql://db.example/executor";

    assertThat(new NetworkChecks("0.0.0.0", true, database, Optional.empty()).findings())
        .singleElement()
        .extracting(ReadinessFinding::severity)
        .isEqualTo(Severity.SEVERE);
    assertThat(new NetworkChecks("127.0.0.1", true, database, Optional.empty()).findings())
        .isEmpty();
    assertThat(new NetworkChecks("0.0.0.0", false, database, Optional.empty()).findings())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "executor.example",
        "ftp://executor.example",
        "https://executor.example/console",
        "https://me@executor.example",
        "https://executor.example?a",
        "https:/executor.example"
      })
  void aPublicUrlThatIsNoOriginStopsEveryServer(String url) {
    assertThat(publicUrl(url).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.FATAL);
              assertThat(finding.property()).isEqualTo("EXECUTOR_PUBLIC_URL");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://executor.example", "http://[::1]:4788", "https://e.example:8/"})
  void anOriginIsAPublicUrl(String url) {
    assertThat(publicUrl(url).findings()).isEmpty();
  }

  private static NetworkChecks publicUrl(String url) {
    return new NetworkChecks(
        "127.0.0.1", false, "jdbc:postgresql://db.example/x", Optional.of(URI.create(url)));
  }

  private static Readiness readiness(String host, boolean acceptRisk) {
    ServerConfig config =
        new ServerConfig() {
          @Override
          public Optional<Path> dataDir() {
            return Optional.empty();
          }

          @Override
          public String kind() {
            return "foreground";
          }

          @Override
          public boolean json() {
            return false;
          }

          @Override
          public boolean acceptRisk() {
            return acceptRisk;
          }
        };
    return new Readiness(List.of(), config, host);
  }
}
