package sh.executor.openapi.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.kernel.ProblemException;

class DocumentTest {

  private static final String SMALL =
      """
      {"openapi":"3.0.0","x":1,"paths":{"/ä/{id}":{"get":{"summary":"Grüße","tags":["a","b"]},
      "parameters":[{"name":"id"}]},"/b":{"$ref":"#/paths/~1ä~1{id}"}},
      "components":{"schemas":{"A":{"type":"string"},"A/B":{"$ref":"#/components/schemas/A"},
      "Loop":{"$ref":"#/components/schemas/Loop"}}}}
      """;

  private static Document parse(String text) {
    return Document.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void eachPartIsFoundByItsPointer() {
    Document document = parse(SMALL);

    assertThat(document.at("x").intValue()).isEqualTo(1);
    assertThat(document.at("paths", "/ä/{id}", "get", "summary").textValue()).isEqualTo("Grüße");
    assertThat(document.at("paths", "/ä/{id}", "get", "tags", "1").textValue()).isEqualTo("b");
    assertThat(document.at("paths", "/ä/{id}").size()).isEqualTo(2);
    assertThat(document.at("components", "schemas", "Missing").isMissingNode()).isTrue();
    assertThat(document.at("components").path("schemas").path("A").size()).isEqualTo(1);
  }

  @Test
  void namesKeepTheirOrder() {
    Document document = parse(SMALL);

    assertThat(document.names()).containsExactly("openapi", "x", "paths", "components");
    assertThat(document.names("paths")).containsExactly("/ä/{id}", "/b");
    assertThat(document.names("paths", "/ä/{id}")).containsExactly("get", "parameters");
    assertThat(document.names("x", "y")).isEmpty();
  }

  @Test
  void aReferenceIsFollowedToItsEnd() {
    Document document = parse(SMALL);

    assertThat(document.resolve(document.at("components", "schemas", "A/B"), "It").toString())
        .isEqualTo("{\"type\":\"string\"}");
  }

  @Test
  void aCircleOfReferencesIsRefused() {
    Document document = parse(SMALL);

    assertThatThrownBy(
            () -> document.resolve(document.at("components", "schemas", "Loop"), "The thing"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("The thing")
        .hasMessageContaining("circle");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void aByteOrderMarkTellsTheEncoding(String charset) {
    byte[] bytes = ('\uFEFF' + SMALL).getBytes(Charset.forName(charset));

    Document document = Document.parse(bytes);

    assertThat(document.at("paths", "/ä/{id}", "get", "summary").textValue()).isEqualTo("Grüße");
  }

  @Test
  void flowYamlThatIsNoJsonIsRead() {
    Document document = parse("{openapi: 3.1.0, paths: {/a: {get: {summary: x}}}}");

    assertThat(document.at("paths", "/a", "get", "summary").textValue()).isEqualTo("x");
  }

  @Test
  void brokenJsonIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> parse("{\"openapi\":\"3.0.0\",\n\"paths\":{]}"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("OpenApiParseError")
        .hasMessageContaining("not valid JSON")
        .hasMessageContaining("line 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n ", "<!doctype html><html></html>", "[1]", "just text", "{} {}"})
  void whatIsNoDescriptionIsRefused(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("OpenApiParseError");
  }

  @Test
  void deeplyNestedJsonIsRefused() {
    String deep = "{\"x\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}";

    assertThatThrownBy(() -> parse(deep))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("limit");
  }
}
