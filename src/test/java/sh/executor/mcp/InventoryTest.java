package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import sh.executor.kernel.Page;

class InventoryTest {

  @Test
  void everyIntegrationHasALine() {
    String text = Inventory.text(new Page<>(List.of("github", "stripe"), 2, 0));

    assertThat(text).isEqualTo("\n\n## Available integrations\n\n- github\n- stripe");
  }

  @Test
  void withoutIntegrationsThereIsNoHeading() {
    assertThat(Inventory.text(new Page<>(List.of(), 0, 0))).isEmpty();
  }

  @Test
  void manyAreCutAndCounted() {
    String text = Inventory.text(new Page<>(List.of("a", "b"), 5, 0));

    assertThat(text).endsWith("- b\n- ... 3 more");
  }
}
