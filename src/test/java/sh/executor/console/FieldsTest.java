package sh.executor.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Forms made of schemas, and what is filled into them. */
class FieldsTest {

  private static final ObjectNode SCHEMA =
      json(
          """
          {"type":"object","required":["email","size"],"properties":{
            "email":{"type":"string","format":"email","title":"E-mail","description":"Of <whom>",
                     "minLength":3,"maxLength":90},
            "size":{"type":"string","enum":["s","l"],"enumNames":["small","large"]},
            "color":{"type":"string","oneOf":[{"const":"#f00","title":"Red"}]},
            "count":{"type":"integer","minimum":1,"maximum":9,"default":2},
            "share":{"type":"number"},
            "sure":{"type":"boolean","default":true},
            "extras":{"type":"array","items":{"type":"string","enum":["a","b"]}}}}""");

  @Test
  void everyPropertyIsAFieldWithALabel() {
    String html = html(null);

    assertThat(html)
        .contains("<label for=\"q-0\">E-mail</label>")
        .contains(
            "<input id=\"q-0\" name=\"f.0\" aria-describedby=\"q-0-hint\" type=\"email\" value=\"\""
                + " required=\"\" minlength=\"3\" maxlength=\"90\">")
        .contains("<span id=\"q-0-hint\" class=\"hint\">Of &lt;whom&gt;</span>")
        .contains("<option value=\"s\">small</option><option value=\"l\">large</option>")
        .contains("<label for=\"q-2\">color (optional)</label>")
        .contains("<option value=\"#f00\">Red</option>")
        .contains("type=\"number\" step=\"1\" value=\"2\" min=\"1\" max=\"9\"")
        .contains("type=\"number\" step=\"any\"")
        .contains("type=\"checkbox\" value=\"true\" checked=\"\"")
        .contains("<fieldset><legend>extras</legend>")
        .contains("<input type=\"checkbox\" id=\"q-6-1\" name=\"f.6\" value=\"b\">");
  }

  @Test
  void whatIsFilledInBecomesContentOfItsTypes() {
    Visit visit =
        visit(
            Map.of(
                "f.0",
                "me@example.com",
                "f.1",
                "l",
                "f.2",
                "",
                "f.3",
                "7",
                "f.4",
                "0.5",
                "f.6",
                "b"));

    assertThat(FilledIn.content(SCHEMA, visit))
        .hasToString(
            """
            {"email":"me@example.com","size":"l","count":7,"share":0.5,"sure":false,\
            "extras":["b"]}""");
  }

  @Test
  void whatIsNoNumberStaysAText() {
    assertThat(FilledIn.content(SCHEMA, visit(Map.of("f.3", "7.5", "f.4", "lots", "f.5", "true"))))
        .hasToString("{\"count\":\"7.5\",\"share\":\"lots\",\"sure\":true,\"extras\":[]}");
  }

  @Test
  void whatDidNotFitIsThereToBeMended() {
    String html = html(visit(Map.of("f.0", "\"><b>", "f.1", "l", "f.6", "a")));

    assertThat(html)
        .contains("value=\"&quot;&gt;&lt;b&gt;\"")
        .contains("<option value=\"l\" selected=\"\">")
        .contains("name=\"f.6\" value=\"a\" checked=\"\"")
        .doesNotContain("value=\"true\" checked");
  }

  private static String html(@Nullable Visit filledIn) {
    StringBuilder page = new StringBuilder();
    new Fields(SCHEMA, "q", filledIn).inputs().write(page);
    return page.toString();
  }

  private static Visit visit(Map<String, String> form) {
    MultiMap fields = MultiMap.caseInsensitiveMultiMap().addAll(form);
    return new Visit(true, "/", MultiMap.caseInsensitiveMultiMap(), fields, Map.of());
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
