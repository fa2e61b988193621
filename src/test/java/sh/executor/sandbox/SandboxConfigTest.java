package sh.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxConfigTest {

  @Test
  void withoutSettingsTheLimitsAreTheDefaults() {
    assertThat(config(Map.of()).limits()).isEqualTo(SandboxLimits.DEFAULTS);
    assertThat(config(Map.of()).memoryTotal()).isEmpty();
  }

  @Test
  void everyKeyIsRead() {
    SandboxConfig config =
        config(
            Map.of(
                "memory", "5M",
                "memory-total", "6M",
                "calls", "7",
                "in-flight", "8",
                "source", "9",
                "argument", "10",
                "logs", "11",
                "emitted", "12",
                "result", "13"));

    SandboxLimits limits = config.limits();

    assertThat(config.memoryTotal())
        .hasValueSatisfying(it -> assertThat(it.asLongValue()).isEqualTo(6L << 20));
    assertThat(limits.memoryBytes()).isEqualTo(5L << 20);
    assertThat(limits.calls()).isEqualTo(7);
    assertThat(limits.inFlight()).isEqualTo(8);
    assertThat(limits.sizes()).isEqualTo(new SandboxLimits.Sizes(9, 10, 11, 12, 13));
  }

  @ParameterizedTest
  @CsvSource({"memory, 1M", "memory, 5G", "calls, 0", "in-flight, -1", "source, 0", "result, 2G"})
  void aLimitThatCanNotBeIsNamed(String key, String value) {
    SandboxConfig config = config(Map.of(key, value));

    assertThatThrownBy(config::limits)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("executor.sandbox." + key + " must be from ");
  }

  private static SandboxConfig config(Map<String, String> settings) {
    Map<String, String> whole =
        settings.entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> "executor.sandbox." + entry.getKey(), Map.Entry::getValue));
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(SandboxConfig.class)
        .withDefaultValues(whole)
        .build()
        .getConfigMapping(SandboxConfig.class);
  }
}
