package sh.executor.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.testkit.StatelessMcp;

class PagesTest {

  private static final List<ObjectNode> ITEMS =
      IntStream.range(0, 450).mapToObj(n -> Json.object().put("n", n)).toList();

  @Test
  void aLongListComesByPages() {
    ObjectNode first = page("{}");
    ObjectNode second = page("{'cursor':'%s'}".formatted(first.path("nextCursor").asText()));
    ObjectNode last = page("{'cursor':'%s'}".formatted(second.path("nextCursor").asText()));

    assertThat(first.path("items")).hasSize(200);
    assertThat(second.at("/items/0/n").asInt()).isEqualTo(200);
    assertThat(last.path("items")).hasSize(50);
    assertThat(last.has("nextCursor")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"'x'", "'-1'", "'0'", "'451'", "'99999999999'", "7", "{}"})
  void whatIsNoCursorIsRefused(String cursor) {
    assertThat(Pages.page(params("{'cursor':%s}".formatted(cursor)), "items", ITEMS))
        .isInstanceOf(Reply.Refusal.class);
  }

  private static ObjectNode page(String params) {
    return ((Reply.Result) Pages.page(params(params), "items", ITEMS)).value();
  }

  private static ObjectNode params(String json) {
    return (ObjectNode) StatelessMcp.tree(json);
  }
}
