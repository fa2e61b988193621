package sh.executor.openapi.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.executor.kernel.ProblemException;

class YamlToJsonTest {

  private static String json(String yaml) {
    return new String(
        YamlToJson.convert(yaml.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "no, \"no\"",
        "2020-01-01, \"2020-01-01\"",
        "'12', \"12\"",
        "12, 12",
        "-0.5e3, -5E+2",
        "0x1F, 31",
        "0o17, 15",
        "1_000, \"1_000\"",
        "True, true",
        "~, null",
        ".inf, \".inf\"",
        "1.2.3, \"1.2.3\"",
      })
  void aPlainScalarIsReadAsTheCoreSchemaSays(String yaml, String expected) {
    assertThat(json("a: " + yaml)).isEqualTo("{\"a\":" + expected + "}");
  }

  @Test
  void keysAreAlwaysText() {
    assertThat(json("200: {true: x}")).isEqualTo("{\"200\":{\"true\":\"x\"}}");
  }

  @Test
  void anAliasRepeatsWhatItsAnchorMarks() {
    assertThat(json("a: &x [1, {b: 2}]\nc: *x"))
        .isEqualTo("{\"a\":[1,{\"b\":2}],\"c\":[1,{\"b\":2}]}");
  }

  @Test
  void aMergeKeyAddsWhatTheMappingDoesNotSay() throws IOException {
    String merged = json("base: &b {x: 1, y: 2}\nthing: {x: 3, <<: *b, z: 4}");

    assertThat(Json.mapper().readTree(merged).get("thing").toString())
        .isEqualTo("{\"x\":3,\"y\":2,\"z\":4}");
  }

  @Test
  void aBombOfAliasesIsRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      String before = "*a" + (i - 1);
      bomb.append("a").append(i).append(": &a").append(i).append(" [");
      bomb.append(String.join(",", Collections.nCopies(10, before))).append("]\n");
    }

    assertThatThrownBy(() -> json(bomb.toString()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("aliases");
  }

  @Test
  void anAliasInsideItselfIsRefused() {
    assertThatThrownBy(() -> json("a: &a [*a]"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("contains itself");
  }

  @Test
  void deepNestingIsRefused() {
    assertThatThrownBy(() -> json("[".repeat(5_000) + "]".repeat(5_000)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("nested deeper than 256");
  }

  @Test
  void brokenYamlIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> json("a: b\n c: [d"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("not valid YAML")
        .hasMessageContaining("line ");
  }
}
