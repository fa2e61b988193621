package sh.executor.mcp;

import io.smallrye.config.SmallRyeConfigBuilder;

/** The settings of the endpoint, without a service. */
final class TestMcpConfig {

  private TestMcpConfig() {}

  /** Those nobody changed. */
  static McpConfig defaults() {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(McpConfig.class)
        .build()
        .getConfigMapping(McpConfig.class);
  }
}
