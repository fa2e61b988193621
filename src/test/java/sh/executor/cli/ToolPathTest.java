package sh.executor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sh.executor.cli.output.Json;

class ToolPathTest {

  @Test
  void dotsAndBlanksDivideAndToolsMayBeLeftOut() {
    List<String> parts = List.of("github", "org", "main", "issues", "get");

    assertThat(ToolPath.of(List.of("github.org", "main", "issues.get")).segments())
        .isEqualTo(parts);
    assertThat(ToolPath.of(List.of("tools.github.org.main.issues.get")).segments())
        .isEqualTo(parts);
    assertThat(ToolPath.of(parts).address()).isEqualTo("tools.github.org.main.issues.get");
  }

  @Test
  void noPartIsCode() {
    String script =
        ToolPath.of(List.of("a\"](); steal(); tools[\"b", "c\\"))
            .script(Json.object().put("x", "`${y}`"));

    assertThat(script)
        .isEqualTo(
            "return await tools[\"a\\\"](); steal(); tools[\\\"b\"][\"c\\\\\"]({\"x\":\"`${y}`\"});");
  }

  @Test
  void theLastWordMayBeTheArguments() {
    assertThat(CallArguments.of(List.of("a", "b", "{}"), Map.of()))
        .isEqualTo(new CallArguments(List.of("a", "b"), "{}", Map.of()));
    assertThat(CallArguments.of(List.of("a", "@f"), Map.of()).given()).isEqualTo("@f");
    assertThat(CallArguments.of(List.of("a", "-"), Map.of()).given()).isEqualTo("-");
    assertThat(CallArguments.of(List.of("a", "b"), Map.of()).given()).isNull();
  }

  @Test
  void queriesAreEncodedAndLeaveOutWhatIsNot() {
    assertThat(Query.of("a", "x y&z", "b", null, "c", "ü")).isEqualTo("?a=x%20y%26z&c=%C3%BC");
    assertThat(Query.of("a", null)).isEmpty();
  }

  @Test
  void longTextsAreCutBetweenCharacters() {
    assertThat(Brief.of("\ud83d\ude00".repeat(100))).isEqualTo("\ud83d\ude00".repeat(79) + "…");
    assertThat(Brief.of(" one\ntwo")).isEqualTo("one");
    assertThat(Brief.time(1_000)).isEqualTo("1970-01-01T00:00:01Z");
  }
}
