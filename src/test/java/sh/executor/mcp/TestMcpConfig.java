package sh.executor.mcp;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** The settings of the endpoint, without a service. */
final class TestMcpConfig {

  private TestMcpConfig() {}

  /** Those nobody changed. */
  static McpConfig defaults() {
    return with(Map.of());
  }

  /** Those, but for some that are changed, by their whole names. */
  static McpConfig with(Map<String, String> changed) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withDefaultValues(changed)
        .withMapping(McpConfig.class)
        .build()
        .getConfigMapping(McpConfig.class);
  }
}
