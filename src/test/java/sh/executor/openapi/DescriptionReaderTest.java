package sh.executor.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.executor.catalog.model.AuthMethod;
import sh.executor.catalog.model.Effect;
import sh.executor.catalog.model.Operation;
import sh.executor.catalog.model.Reading;
import sh.executor.kernel.ProblemException;
import sh.executor.openapi.document.Json;
import sh.executor.openapi.settings.Settings;

class DescriptionReaderTest {

  private static Reading read(String text) {
    return read(text, null);
  }

  private static Reading read(String text, @Nullable String from) {
    URI uri = from == null ? null : URI.create(from);
    return DescriptionReader.read(
        new Description(text.getBytes(StandardCharsets.UTF_8), uri), uri, Json.object());
  }

  private static String paths(String paths) {
    return "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"T\"},\"paths\":" + paths + "}";
  }

  private static JsonNode json(@Nullable String text) {
    try {
      return Json.mapper().readTree(text == null ? "null" : text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("Not JSON: " + text, e);
    }
  }

  private static Operation only(Reading reading) {
    assertThat(reading.operations()).hasSize(1);
    return reading.operations().getFirst();
  }

  @Test
  void gitHubIsReadWhole() {
    Reading reading =
        DescriptionReader.read(
            new Description(RealDescriptions.github(), null), null, Json.object());

    assertThat(reading.operations()).hasSize(1_223);
    assertThat(reading.operations())
        .extracting(Operation::name)
        .doesNotHaveDuplicates()
        .contains("repos.get", "issues.listForRepo", "codeScanning.listAlertsForRepo");
    assertThat(Settings.of(reading.config()).methods())
        .extracting(AuthMethod::id)
        .containsExactly("none", "apikey-1", "apikey-2");
    assertThat(reading.definitions()).containsKey("issue").doesNotContainKey("owner");
  }

  @Test
  void parametersAndBodyBecomeOneFlatObject() {
    Reading reading =
        read(
            paths(
                """
                {"/pets/{id}":{"parameters":[{"name":"id","in":"path","schema":{"type":"integer"}},
                  {"name":"page","in":"query","description":"old"}],
                "put":{"operationId":"save","description":"Saves.","parameters":[
                  {"name":"page","in":"query","description":"new","required":true},
                  {"name":"Authorization","in":"header"},{"name":"X-Trace","in":"header"}],
                  "requestBody":{"required":true,"content":{"application/json":{"schema":
                  {"type":"object","properties":{"name":{"type":"string","nullable":true}}}}}}}}}
                """));

    Operation operation = only(reading);
    JsonNode input = json(operation.inputSchema());

    assertThat(operation.effect()).isEqualTo(Effect.WRITE);
    assertThat(operation.approvalDescription()).isEqualTo("PUT /pets/{id}");
    assertThat(operation.description()).isEqualTo("Saves.");
    assertThat(input.get("additionalProperties").booleanValue()).isFalse();
    assertThat(input.get("properties").fieldNames())
        .toIterable()
        .containsExactly("id", "page", "X-Trace", "body");
    assertThat(input.get("required").toString()).isEqualTo("[\"id\",\"page\",\"body\"]");
    assertThat(input.at("/properties/page/description").textValue()).isEqualTo("new");
    assertThat(input.at("/properties/body/properties/name/type").toString())
        .isEqualTo("[\"string\",\"null\"]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host", "proxy-authorization", "Transfer-Encoding", "Accept-Encoding"})
  void aHeaderThatNobodyMaySetIsNoArgument(String name) {
    Reading reading =
        read(
            paths(
                """
                {"/pets":{"get":{"parameters":[{"name":"%s","in":"header"},
                  {"name":"X-Fine","in":"header"}]}}}
                """
                    .formatted(name)));

    assertThat(json(only(reading).inputSchema()).get("properties").fieldNames())
        .toIterable()
        .containsExactly("X-Fine");
  }

  @Test
  void noToolIsMadeOfAnOperationThatIsNeverSent() {
    Reading reading =
        read(
            """
            {"openapi":"3.0.0","paths":{"/pets":{"get":{},"trace":{}},"/echo":{"$ref":"#/x"}},
            "x":{"trace":{},"head":{}}}
            """);

    assertThat(reading.operations())
        .extracting(Operation::name)
        .containsExactly("pets.getPets", "echo.headEcho");
  }

  @Test
  void parametersThatCollideAreToldApart() {
    Reading reading =
        read(
            paths(
                """
                {"/a/{id}":{"post":{"parameters":[{"name":"id","in":"header"},
                  {"name":"id","in":"query","description":"The other."},
                  {"name":"id","in":"path"},{"name":"body","in":"query"},
                  {"name":"contentType","in":"query"}],
                  "requestBody":{"content":{"application/json":{}}}}}}
                """));

    JsonNode properties = json(only(reading).inputSchema()).get("properties");

    assertThat(properties.fieldNames())
        .toIterable()
        .containsExactly("id_header", "id_query", "id", "body_param", "contentType", "body");
    assertThat(properties.at("/id_query/description").textValue())
        .isEqualTo("The query parameter `id`. The other.");
  }

  @Test
  void aChoiceOfMediaTypesAndServersIsOffered() {
    Reading reading =
        read(
            paths(
                """
                {"/a":{"servers":[{"url":"https://{region}.example.com",
                  "variables":{"region":{"default":"eu","enum":["eu","us"]}}}],
                "post":{"requestBody":{"required":true,"content":{
                  "application/octet-stream":{"schema":{"type":"string","format":"binary"}},
                  "application/vnd.x+json":{}}}}}}
                """));

    JsonNode input = json(only(reading).inputSchema());

    assertThat(input.at("/properties/contentType/enum").toString())
        .isEqualTo("[\"application/octet-stream\",\"application/vnd.x+json\"]");
    assertThat(input.at("/properties/server/properties/variables/properties/region").toString())
        .isEqualTo("{\"type\":\"string\",\"enum\":[\"eu\",\"us\"],\"default\":\"eu\"}");
    assertThat(input.get("anyOf").toString())
        .isEqualTo("[{\"required\":[\"body\"]},{\"required\":[\"bodyBase64\"]}]");
    assertThat(input.has("required")).isFalse();
  }

  @Test
  void sharedSchemasAreDeliveredOnceWithAllTheyReferTo() {
    Reading reading =
        read(
            """
            {"openapi":"3.0.3","paths":{"/a":{"get":{"responses":{"200":{"content":{
              "application/json":{"schema":{"$ref":"#/components/schemas/Node"}}}}}}}},
            "components":{"schemas":{"Node":{"type":"object","properties":{
              "next":{"$ref":"#/components/schemas/Node"},
              "odd":{"$ref":"#/components/schemas/Odd%20%C2%ABName"},
              "gone":{"$ref":"#/components/schemas/Gone"}}},
              "Odd «Name":{"type":"string","exclusiveMinimum":true,"minimum":3,"x-y":1},
              "Loop":{"$ref":"#/components/schemas/Loop"},
              "Unused":{"type":"string"}}}}
            """);

    assertThat(only(reading).outputSchema()).isEqualTo("{\"$ref\":\"#/$defs/Node\"}");
    assertThat(reading.definitions().keySet()).containsExactlyInAnyOrder("Node", "Odd_Name");
    assertThat(reading.definitions().get("Odd_Name"))
        .isEqualTo("{\"type\":\"string\",\"exclusiveMinimum\":3}");
    assertThat(json(reading.definitions().get("Node")).at("/properties/gone").has("$ref"))
        .isFalse();
  }

  @Test
  void aFileIsAnnouncedAsOne() {
    Reading reading =
        read(
            paths(
                """
                {"/a":{"get":{"description":"Downloads.","responses":{"200":{"content":{
                  "application/zip":{}}}}}}}
                """));

    assertThat(only(reading).description()).startsWith("Downloads.").contains("ToolFile");
    assertThat(json(only(reading).outputSchema()).at("/properties/_tag/const").textValue())
        .isEqualTo("ToolFile");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1, https://api.example.com/docs/openapi.json, https://api.example.com/v1",
    "v1, https://api.example.com/docs/openapi.json, https://api.example.com/docs/v1",
    "../v1, https://api.example.com/docs/openapi.json, https://api.example.com/v1",
    "//b.example/v1, https://api.example.com/openapi.json, https://b.example/v1",
    "http://c.example, https://api.example.com/openapi.json, http://c.example",
    "'{base}/v1', https://api.example.com/openapi.json, '{base}/v1'",
  })
  void aRelativeServerIsResolvedAgainstTheSource(String url, String from, String expected) {
    Reading reading =
        read("{\"openapi\":\"3.0.0\",\"servers\":[{\"url\":\"" + url + "\"}],\"paths\":{}}", from);

    assertThat(Settings.of(reading.config()).servers().getFirst().url()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"swagger\":\"2.0\",\"paths\":{}} | Swagger 2.0",
        "{\"openapi\":\"4.0.0\",\"paths\":{}} | OpenAPI 4.0.0",
        "{\"openapi\":\"3.1.0\"} | has no paths",
        "{\"asyncapi\":\"2.0.0\"} | AsyncAPI",
        "{\"__schema\":{}} | GraphQL",
        "{\"a\":1} | not an OpenAPI description",
      })
  void anotherFormatIsRefusedByItsName(String text, String expected) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void aReferenceToAnotherFileIsRefused() {
    String text = paths("{\"/a\":{\"get\":{\"parameters\":[{\"$ref\":\"common.yaml#/limit\"}]}}}");

    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("GET /a")
        .hasMessageContaining("common.yaml#/limit")
        .hasMessageContaining("Bundle");
  }

  @Test
  void tooManyOperationsAreRefused() {
    StringBuilder paths = new StringBuilder("{");
    for (int i = 0; i <= 20_000; i++) {
      paths.append(i == 0 ? "" : ",").append("\"/p").append(i).append("\":{\"get\":{}}");
    }

    assertThatThrownBy(() -> read(paths(paths.append('}').toString())))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("more than 20000 operations");
  }

  @Test
  void yamlGivesTheSameAsJson() {
    String yaml =
        """
        openapi: 3.0.3
        info: {title: T}
        paths:
          /pets/{id}:
            get:
              operationId: getPet
              parameters:
                - {name: id, in: path, required: true, schema: {type: integer}}
              responses: {200: {content: {application/json: {schema: {type: object}}}}}
        """;
    String json =
        paths(
            """
            {"/pets/{id}":{"get":{"operationId":"getPet","parameters":[{"name":"id","in":"path",
            "required":true,"schema":{"type":"integer"}}],"responses":{"200":{"content":
            {"application/json":{"schema":{"type":"object"}}}}}}}}
            """);

    assertThat(read(yaml).operations()).isEqualTo(read(json).operations());
  }

  @Test
  void aStoredConfigurationReadsTheSameAgain() {
    Reading first =
        read(
            """
            {"openapi":"3.0.3","servers":[{"url":"https://a.example"}],"security":[{"k":[]}],
            "paths":{},"components":{"securitySchemes":{"k":{"type":"apiKey","in":"query","name":"key"}}}}
            """);

    assertThat(
            DescriptionReader.read(
                    new Description(
                        "{\"openapi\":\"3.0.3\",\"paths\":{}}".getBytes(StandardCharsets.UTF_8),
                        null),
                    null,
                    first.config())
                .config()
                .has("authenticationTemplate"))
        .isFalse();
    assertThat(Settings.of(first.config()).methods().getFirst().placements().getFirst().carrier())
        .isEqualTo(AuthMethod.Carrier.QUERY);
  }

  @Test
  void whatADatabaseCanNotHoldIsReplaced() {
    Reading reading =
        read(
            "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"a\\u0000b\\ud800\"},\"paths\":{\"/a\":{\"get\":"
                + "{\"operationId\":\"x\\u0000\",\"description\":\"d\\u0000\"}}}}");

    assertThat(reading.title()).isEqualTo("a\uFFFDb\uFFFD");
    assertThat(only(reading).description()).isEqualTo("d\uFFFD");
    assertThat(only(reading).name()).doesNotContain("\u0000");
  }
}
