package sh.executor.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutboundConfigTest {

  @Test
  void theLocalNetworkIsClosedByDefault() {
    assertThat(TestOutbound.config(Map.of()).allowLocalNetwork()).isFalse();
  }

  @Test
  void everyKeyIsRead() {
    OutboundConfig config =
        TestOutbound.config(
            Map.of(
                "allow-local-network", "true",
                "connect-within", "1s",
                "permit-within", "2s",
                "requests-max", "3",
                "requests-per-tenant-max", "4",
                "requests-per-origin-max", "5",
                "connections-kept-max", "6",
                "connections-kept-for", "7s",
                "request-bytes-max", "8"));

    assertThat(config.allowLocalNetwork()).isTrue();
    assertThat(config.connectWithin()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.permitWithin()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.requestsMax()).isEqualTo(3);
    assertThat(config.requestsPerTenantMax()).isEqualTo(4);
    assertThat(config.requestsPerOriginMax()).isEqualTo(5);
    assertThat(config.connectionsKeptMax()).isEqualTo(6);
    assertThat(config.connectionsKeptFor()).isEqualTo(Duration.ofSeconds(7));
    assertThat(config.requestBytesMax()).isEqualTo(8);
  }
}
