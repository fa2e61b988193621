package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.telemetry.SpanName;
import sh.executor.telemetry.TestTraces;
import sh.executor.telemetry.Trace;

class EdgeFactsTest {

  @Test
  void factsAreTakenFromTheHeadersAnOperatorNamesAndNoOthers() {
    EdgeFacts facts = new EdgeFacts(config("country=cf-ipcountry,asn=x-asn,city=x-city"));
    Map<String, String> headers =
        Map.of("cf-ipcountry", "AT", "x-asn", "64500", "x-region", "Vienna");

    Attributes told = told(facts, headers);

    assertThat(told.get(AttributeKey.stringKey("cf.country"))).isEqualTo("AT");
    assertThat(told.get(AttributeKey.longKey("cf.asn"))).isEqualTo(64_500);
    assertThat(told.get(AttributeKey.stringKey("cf.city"))).isEmpty();
    assertThat(told.get(AttributeKey.stringKey("cf.region"))).isNull();
  }

  @Test
  void aNumberThatIsNoneIsZero() {
    Attributes told = told(new EdgeFacts(config("asn=x-asn")), Map.of("x-asn", "many"));

    assertThat(told.get(AttributeKey.longKey("cf.asn"))).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"planet=x-planet", "country", "Country=cf-ipcountry"})
  void aSettingThatNamesNoFactIsRefusedWithThoseThereAre(String setting) {
    McpConfig config = config(setting);

    assertThatThrownBy(() -> new EdgeFacts(config))
        .hasMessageContaining(setting)
        .hasMessageContaining("as_organization");
  }

  private static Attributes told(EdgeFacts facts, Map<String, String> headers) {
    InMemorySpanExporter spans = InMemorySpanExporter.create();
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build()) {
      try (Trace _ = TestTraces.by(provider.get("test")).open(SpanName.MCP_REQUEST)) {
        facts.note(new TestExchange(headers));
      }
      return spans.getFinishedSpanItems().getFirst().getAttributes();
    }
  }

  private static McpConfig config(String edgeHeaders) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(McpConfig.class)
        .withDefaultValue("executor.mcp.edge-headers", edgeHeaders)
        .build()
        .getConfigMapping(McpConfig.class);
  }
}
