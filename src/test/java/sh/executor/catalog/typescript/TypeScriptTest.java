package sh.executor.catalog.typescript;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import sh.executor.testkit.TypeScriptCompiler;

class TypeScriptTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  static final List<Arguments> EXPRESSIONS =
      List.of(
          Arguments.of("true", "unknown"),
          Arguments.of("false", "never"),
          Arguments.of("{}", "unknown"),
          Arguments.of("{'description':'anything'}", "unknown"),
          Arguments.of("{'type':'string','format':'date'}", "string"),
          Arguments.of("{'type':'integer'}", "number"),
          Arguments.of("{'type':'object'}", "Record<string, unknown>"),
          Arguments.of("{'type':'object','additionalProperties':false}", "{}"),
          Arguments.of(
              "{'type':'object','additionalProperties':{'type':'integer'}}",
              "{ [key: string]: number }"),
          Arguments.of("{'properties':{'a':{}}}", "{ a?: unknown }"),
          Arguments.of(
              "{'type':'object','properties':{'a':{'type':'string'}},"
                  + "'additionalProperties':{'type':'integer'}}",
              "{ a?: string; [key: string]: unknown }"),
          Arguments.of(
              "{'type':'object','required':['b','c'],"
                  + "'properties':{'a-b':{'type':'null'},'b':{'type':'boolean'}}}",
              "{ \"a-b\"?: null; b: boolean; c: unknown }"),
          Arguments.of("{'type':['string','null']}", "string | null"),
          Arguments.of("{'type':'string','nullable':true}", "string | null"),
          Arguments.of("{'enum':['a',1,-2.5,true,null]}", "\"a\" | 1 | -2.5 | true | null"),
          Arguments.of("{'enum':['a',{'b':1}]}", "unknown"),
          Arguments.of("{'const':'x\\n\\u2028\\\"'}", "\"x\\n\\u2028\\\"\""),
          Arguments.of("{'type':'array'}", "unknown[]"),
          Arguments.of("{'type':'array','items':{'type':['string','null']}}", "(string | null)[]"),
          Arguments.of(
              "{'type':'array','prefixItems':[{'type':'string'},{'type':['number','null']}],"
                  + "'minItems':1,'items':false}",
              "[string, (number | null)?]"),
          Arguments.of(
              "{'type':'array','items':[{'type':'string'}],'minItems':1}",
              "[string, ...unknown[]]"),
          Arguments.of(
              "{'oneOf':[{'type':'string'},{'type':'string'},{'type':'number'}]}",
              "string | number"),
          Arguments.of("{'anyOf':[{'type':'string'},{}]}", "unknown"),
          Arguments.of(
              "{'allOf':[{'anyOf':[{'type':'string'},{'type':'number'}]},{'enum':[1]}]}",
              "(string | number) & 1"),
          Arguments.of(
              "{'type':'object','properties':{'a':{}},'anyOf':[{'required':['a']},{'minLength':1}]}",
              "{ a?: unknown }"),
          Arguments.of(
              "{'type':'object','allOf':[{'type':'object','properties':{'a':{}}}]}",
              "{ a?: unknown }"),
          Arguments.of("{'$ref':'https://example.com/x.json'}", "unknown"),
          Arguments.of("{'$ref':'#/$defs/missing'}", "unknown"),
          Arguments.of("{'$ref':'#/properties/a'}", "unknown"));

  @ParameterizedTest
  @FieldSource("EXPRESSIONS")
  void aSchemaBecomesOneLine(String schema, String expected) {
    TypeScript types = new TypeScript(Map.of(), Set.of());

    assertThat(types.type(json(schema))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "simple-user, SimpleUser",
    "api.v1.Pod, ApiV1Pod",
    "2fa, Type2fa",
    "☃, Type",
    "record, Record_2",
    "tool error, ToolError_2"
  })
  void aDefinitionsNameBecomesAnIdentifier(String name, String expected) {
    TypeScript types = new TypeScript(Map.of(name, json("{'type':'string'}")), Set.of("ToolError"));

    assertThat(types.type(reference(name))).isEqualTo(expected);
    assertThat(types.declarations()).containsExactly(Map.entry(expected, "string"));
  }

  @Test
  void namesThatWouldBeTheSameAreToldApart() {
    TypeScript types =
        new TypeScript(
            Map.of("a-b", json("{'type':'string'}"), "a_b", json("{'type':'number'}")), Set.of());

    String type = types.type(json("{'oneOf':[{'$ref':'#/$defs/a-b'},{'$ref':'#/$defs/a_b'}]}"));

    assertThat(type).isEqualTo("AB | AB_2");
    assertThat(types.declarations())
        .containsExactly(Map.entry("AB", "string"), Map.entry("AB_2", "number"));
  }

  @Test
  void onlyWhatIsReferredToIsDeclared() {
    TypeScript types =
        new TypeScript(
            Map.of(
                "a", json("{'type':'array','items':{'$ref':'#/$defs/b'}}"),
                "b", json("{'type':'string'}"),
                "c", json("{'type':'number'}")),
            Set.of());

    types.type(reference("a"));

    assertThat(types.declarations())
        .containsExactly(Map.entry("A", "B[]"), Map.entry("B", "string"));
  }

  @Test
  void namesInReferencesMayBeEncoded() {
    TypeScript types = new TypeScript(Map.of("a/b c", json("{'type':'string'}")), Set.of());

    types.type(json("{'$ref':'#/$defs/a~1b%20c'}"));

    assertThat(types.declarations()).containsKey("ABC");
  }

  @Test
  void declarationsBeyondTheBoundAreUnknown() {
    String wide = "{'const':'" + "x".repeat(TypeScript.CHARS_MAX) + "'}";
    TypeScript types =
        new TypeScript(Map.of("a", json(wide), "b", json("{'type':'string'}")), Set.of());

    types.type(json("{'oneOf':[{'$ref':'#/$defs/a'},{'$ref':'#/$defs/b'}]}"));

    assertThat(types.declarations()).containsEntry("B", "unknown");
  }

  @Test
  void nestingHasAnEnd() {
    String schema = "{'type':'array','items':".repeat(100) + "true" + "}".repeat(100);

    assertThat(new TypeScript(Map.of(), Set.of()).type(json(schema)))
        .startsWith("unknown[]")
        .hasSizeLessThan(200);
  }

  @Test
  void everythingCompiles(@TempDir Path folder) {
    Map<String, JsonNode> definitions = new LinkedHashMap<>();
    definitions.put(
        "tree", json("{'properties':{'kids':{'type':'array','items':{'$ref':'#/$defs/tree'}}}}"));
    definitions.put("itself", json("{'$ref':'#/$defs/itself'}"));
    definitions.put("ping", json("{'oneOf':[{'$ref':'#/$defs/pong'},{'type':'string'}]}"));
    definitions.put("pong", json("{'anyOf':[{'$ref':'#/$defs/ping'},{'type':'number'}]}"));
    definitions.put("map", json("{'type':'object','additionalProperties':{'$ref':'#/$defs/map'}}"));
    definitions.put("list", json("{'type':'array','items':{'$ref':'#/$defs/list'}}"));
    definitions.put("tuple", json("{'prefixItems':[{'$ref':'#/$defs/tuple'}],'type':'array'}"));
    definitions.put("both", json("{'allOf':[{'$ref':'#/$defs/tree'},{'$ref':'#/$defs/map'}]}"));
    definitions.put("record", json("{'type':'object'}"));
    definitions.put("string", json("{'type':'string'}"));
    definitions.put("never", json("{'allOf':[{'type':'string'},{'type':'number'},false]}"));
    StringBuilder module = new StringBuilder("export {};\n");
    int n = 0;
    for (JsonNode schema : schemas(definitions).toList()) {
      TypeScript types = new TypeScript(definitions, Set.of());
      String type = types.type(schema);
      module.append("namespace N").append(n++).append(" {\n");
      types
          .declarations()
          .forEach((name, text) -> module.append("export type " + name + " = " + text + ";\n"));
      module.append("export type Root = ").append(type).append(";\n}\n");
    }

    assertThat(TypeScriptCompiler.complaints(folder, module.toString())).isEmpty();
  }

  @Test
  void theCompilerWouldComplain(@TempDir Path folder) {
    assertThat(TypeScriptCompiler.complaints(folder, "export type A = A | string;"))
        .contains("TS2456");
  }

  private static Stream<JsonNode> schemas(Map<String, JsonNode> definitions) {
    return Stream.concat(
        definitions.keySet().stream().map(TypeScriptTest::reference),
        EXPRESSIONS.stream().map(it -> json(String.valueOf(it.get()[0]))));
  }

  private static JsonNode reference(String name) {
    return JSON.createObjectNode().put("$ref", "#/$defs/" + name);
  }

  /** JSON with single quotes, for schemas that read well in Java. */
  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
