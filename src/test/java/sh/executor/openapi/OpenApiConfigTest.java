package sh.executor.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenApiConfigTest {

  private static final String PREFIX = "executor.openapi.";

  /** The configuration these settings give; keys without their prefix. */
  static OpenApiConfig config(Map<String, String> settings) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(OpenApiConfig.class);
    settings.forEach((key, value) -> builder.withDefaultValue(PREFIX + key, value));
    return builder.build().getConfigMapping(OpenApiConfig.class);
  }

  @Test
  void everyKeyIsRead() {
    OpenApiConfig config =
        config(
            Map.of(
                "headers-within", "1s",
                "body-within", "2s",
                "body-bytes-max", "3",
                "stream-within", "4s",
                "stream-bytes-max", "5"));

    assertThat(config.headersWithin()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.bodyWithin()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.bodyBytesMax()).isEqualTo(3);
    assertThat(config.streamWithin()).isEqualTo(Duration.ofSeconds(4));
    assertThat(config.streamBytesMax()).isEqualTo(5);
  }
}
