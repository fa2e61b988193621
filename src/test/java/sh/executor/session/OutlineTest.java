package sh.executor.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class OutlineTest {

  private final ObjectNode initialize = JsonNodeFactory.instance.objectNode();
  private final ObjectNode capabilities = initialize.withObject("/params/capabilities");

  @Test
  void capabilitiesAndTheirPartsAreKept() {
    capabilities.putObject("elicitation").putObject("form").put("large", "x".repeat(100_000));
    capabilities.putObject("roots").put("listChanged", true);
    capabilities.put("sampling", true);

    assertThat(Outline.ofCapabilities(initialize))
        .hasToString("{\"elicitation\":{\"form\":{}},\"roots\":{\"listChanged\":false}}");
  }

  @Test
  void aRequestWithoutAnyHasNone() {
    ObjectNode nothing = JsonNodeFactory.instance.objectNode();

    assertThat(Outline.ofCapabilities(nothing)).isEmpty();
  }

  @Test
  void thousandsOfNamesAreCut() {
    capabilities.putObject("x".repeat(65));
    for (int i = 0; i < 10; i++) {
      ObjectNode capability = capabilities.putObject("capability" + i);
      for (int j = 0; j < 1_000; j++) {
        capability.putObject("part" + j);
      }
    }

    JsonNode outline = Outline.ofCapabilities(initialize);

    assertThat(outline).hasSize(1);
    assertThat(outline.path("capability0")).hasSize(31);
  }
}
