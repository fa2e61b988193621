package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeFactsTest {

  @ParameterizedTest
  @ValueSource(strings = {"planet=x-planet", "country", "Country=cf-ipcountry"})
  void aSettingThatNamesNoFactIsRefusedWithThoseThereAre(String setting) {
    McpConfig config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(McpConfig.class)
            .withDefaultValue("executor.mcp.edge-headers", setting)
            .build()
            .getConfigMapping(McpConfig.class);

    assertThatThrownBy(() -> new EdgeFacts(config))
        .hasMessageContaining(setting)
        .hasMessageContaining("as_organization");
  }
}
