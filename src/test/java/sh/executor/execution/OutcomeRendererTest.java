package sh.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeRendererTest {

  private static final String ID = "exec_1";

  @Test
  void aResultIsTextAndStructure() {
    Rendered rendered = render(completed(json("{'a':[1],'b':{}}"), List.of()));

    assertThat(rendered.text()).isEqualTo("{\n  \"a\": [\n    1\n  ],\n  \"b\": {}\n}");
    assertThat(rendered.structured())
        .isEqualTo(
            json(
                "{'status':'completed','result':{'a':[1],'b':{}},'logs':[],'executionId':'exec_1'}"));
    assertThat(rendered.content()).isEqualTo(textBlock(rendered.text()));
    assertThat(rendered.isError()).isFalse();
  }

  @Test
  void aTextStandsAsItIs() {
    assertThat(render(completed(TextNode.valueOf("a\"b"), List.of())).text()).isEqualTo("a\"b");
  }

  @Test
  void nothingIsSaidInWords() {
    Rendered nothing = render(completed(NullNode.getInstance(), List.of()));
    Rendered emitted = render(completed(NullNode.getInstance(), List.of(json("1"), json("2"))));

    assertThat(nothing.text()).isEqualTo("(no result)");
    assertThat(nothing.structured().get("result").isNull()).isTrue();
    assertThat(emitted.text()).isEqualTo("(no return value; 2 items emitted to the user)");
    assertThat(emitted.structured().get("emitted").asInt()).isEqualTo(2);
  }

  @Test
  void aLongResultIsCutAndSaysSo() {
    TextNode long31k = TextNode.valueOf("x".repeat(31_000));

    Rendered rendered = render(completed(long31k, List.of()));

    String cut = "x".repeat(30_000) + "\n... [truncated 1000 chars]";
    assertThat(rendered.text())
        .isEqualTo(
            cut
                + "\n\n[Not all is shown here. The whole is kept for a person to fetch: over there]");
    assertThat(rendered.content()).isEqualTo(textBlock(rendered.text()));
    assertThat(rendered.structured().get("whole").asText()).isEqualTo("over there");
    assertThat(rendered.structured().get("result")).isEqualTo(long31k);
  }

  @Test
  void aCutLeavesNoHalfCharacter() {
    String text = "x".repeat(29_999) + "\ud83d\ude00".repeat(10);

    String cut = Cuts.cut(text, 30_000);

    assertThat(cut).startsWith("x".repeat(29_999) + "\n... [truncated 20 chars]");
  }

  @Test
  void logsFollowTheResultAndAreCutToo() {
    ExecutionOutcome outcome =
        new ExecutionOutcome.Completed(
            ID,
            TextNode.valueOf("done"),
            List.of(),
            List.of("[log] one", "[warn] " + "y".repeat(40_000)));

    Rendered rendered = render(outcome);

    assertThat(rendered.text()).startsWith("done\n\nLogs:\n[log] one\n[warn] yyy");
    assertThat(rendered.text()).hasSizeLessThan(30_300).endsWith("over there]");
    assertThat(rendered.structured().get("logs")).hasSize(2);
    assertThat(rendered.structured().get("logs").get(1).asText())
        .hasSizeLessThan(30_100)
        .endsWith("chars]");
  }

  @Test
  void anErrorIsMarkedAsOne() {
    Rendered rendered =
        render(new ExecutionOutcome.Failed(ID, "boom", List.of(), List.of("[log] a")));

    assertThat(rendered.isError()).isTrue();
    assertThat(rendered.text()).isEqualTo("Error: boom\n\nLogs:\n[log] a");
    assertThat(rendered.structured())
        .isEqualTo(
            json("{'status':'error','error':'boom','logs':['[log] a'],'executionId':'exec_1'}"));
  }

  @Test
  void whatWasEmittedIsTheContent() {
    JsonNode block = json("{'type':'image','data':'AA==','mimeType':'image/png'}");

    Rendered rendered =
        render(
            new ExecutionOutcome.Completed(
                ID,
                TextNode.valueOf("hidden"),
                List.of(TextNode.valueOf("hello"), block, json("{'x':1}")),
                List.of("[log] a")));

    assertThat(rendered.content()).hasSize(4);
    assertThat(rendered.content().get(0)).isEqualTo(textBlock("hello").get(0));
    assertThat(rendered.content().get(1)).isEqualTo(block);
    assertThat(rendered.content().get(2).get("text").asText()).contains("\"x\"");
    assertThat(rendered.content().get(3)).isEqualTo(textBlock("Logs:\n[log] a").get(0));
    assertThat(rendered.structured().get("result").asText()).isEqualTo("hidden");
  }

  @ParameterizedTest
  @CsvSource({
    "image/png, image",
    "audio/wav, audio",
    "text/csv, text",
    "application/json; charset=utf-8, text",
    "application/vnd.api+json, text",
    "application/pdf, resource",
  })
  void aFileIsShownByItsType(String mimeType, String type) {
    String data = Base64.getEncoder().encodeToString("hi".getBytes(StandardCharsets.UTF_8));
    JsonNode file =
        json(
            "{'_tag':'ToolFile','name':'a b.x','encoding':'base64','mimeType':'%s','data':'%s'}"
                .formatted(mimeType, data));

    Rendered rendered = render(completed(NullNode.getInstance(), List.of(file)));

    assertThat(rendered.content()).hasSize(2);
    assertThat(rendered.content().get(0).get("text").asText())
        .isEqualTo("a b.x (" + mimeType + ", 2 bytes)");
    assertThat(rendered.content().get(1).get("type").asText()).isEqualTo(type);
    if (type.equals("resource")) {
      assertThat(rendered.content().get(1).get("resource").get("uri").asText())
          .isEqualTo("executor-file:///a%20b.x");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'_tag':'ToolFile','mimeType':'image/png','data':'***'}",
        "{'_tag':'ToolFile','mimeType':'image/png'}",
        "{'type':'image','data':1}",
      })
  void whatIsMalformedBecomesText(String item) {
    Rendered rendered = render(completed(NullNode.getInstance(), List.of(json(item))));

    assertThat(rendered.content()).hasSize(1);
    assertThat(rendered.content().get(0).get("type").asText()).isEqualTo("text");
  }

  @Test
  void endlessEmissionsAreCutAndCounted() {
    List<JsonNode> items = Collections.nCopies(205, TextNode.valueOf("x"));

    Rendered rendered = render(completed(NullNode.getInstance(), items));

    assertThat(rendered.content()).hasSize(202);
    assertThat(rendered.content().get(200).get("text").asText())
        .isEqualTo("[5 more items are not shown]");
    assertThat(rendered.content().get(201).get("text").asText()).contains("over there");
  }

  @Test
  void aResultTooLargeIsLeftOutOfTheStructure() {
    JsonNode large = new ObjectMapper().createArrayNode().add("x".repeat(1 << 20));

    Rendered rendered = render(completed(large, List.of()));

    assertThat(rendered.structured().get("result").isNull()).isTrue();
    assertThat(rendered.structured().get("whole").asText()).isEqualTo("over there");
  }

  @Test
  void linesBeyondTheBoundAreCounted() {
    List<String> logs = Collections.nCopies(100, "z".repeat(1_000));

    Rendered rendered =
        render(new ExecutionOutcome.Completed(ID, NullNode.getInstance(), List.of(), logs));

    JsonNode shown = rendered.structured().get("logs");
    assertThat(shown).hasSize(32);
    assertThat(shown.get(31).asText()).isEqualTo("[69 more lines are not shown]");
  }

  private static Rendered render(ExecutionOutcome outcome) {
    return OutcomeRenderer.render(outcome, "over there");
  }

  private static ExecutionOutcome completed(JsonNode result, List<JsonNode> emitted) {
    return new ExecutionOutcome.Completed(ID, result, emitted, List.of());
  }

  private static JsonNode textBlock(String text) {
    ObjectMapper mapper = new ObjectMapper();
    return mapper
        .createArrayNode()
        .add(mapper.createObjectNode().put("type", "text").put("text", text));
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
