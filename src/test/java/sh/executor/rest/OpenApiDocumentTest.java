package sh.executor.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sh.executor.kernel.Problem;
import sh.executor.testkit.Cast;
import sh.executor.testkit.PostgresResource;
import sh.executor.testkit.Rest;

/** The document at {@code /api/openapi.json} says what is there, all of it and nothing else. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class OpenApiDocumentTest {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private final JsonNode document = Cast.service().get("/openapi.json").expect(200);

  @Test
  void itIsWhatTheRoutesSay() throws IOException {
    Rest.Answer generated = Cast.service().get("/openapi.generated.json");
    JsonNode said = generated.expect(200);
    Files.writeString(Path.of("target", "openapi.json"), generated.text());

    // Not compared by AssertJ, which would show both in full.
    assertThat(document.equals(said))
        .withFailMessage(
            "The routes and src/main/resources/sh/executor/rest/openapi.json differ: look at"
                + " target/openapi.json, and copy it if it is what you meant")
        .isTrue();
  }

  @Test
  void itIsServedAsJsonAndItsLengthIsToldBeforehand() {
    Rest anyone = Cast.service();

    Rest.Answer whole = anyone.get("/openapi.json");
    Rest.Answer head = anyone.send("HEAD", "/openapi.json", "");

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.text()).isEmpty();
    assertThat(head.header("Content-Length"))
        .isEqualTo(String.valueOf(whole.text().getBytes(StandardCharsets.UTF_8).length));
    assertThat(head.header("Content-Type"))
        .isEqualTo(whole.header("Content-Type"))
        .isEqualTo("application/json;charset=UTF-8");
  }

  @Test
  void itIsOnlyRead() {
    Cast.assemble().owner().rest().post("/openapi.json").expectProblem(404, "RouteNotFound");
  }

  @Test
  void itListsExactlyTheRoutesThatExist() {
    Set<String> there =
        Arc.container().instance(RouteTable.class).get().routes().stream()
            .map(route -> route.method() + ' ' + route.template())
            .collect(Collectors.toCollection(TreeSet::new));

    Set<String> described = new TreeSet<>();
    for (Operation operation : operations()) {
      described.add(operation.method().toUpperCase(Locale.ROOT) + ' ' + operation.path());
    }

    assertThat(described).isEqualTo(there);
  }

  @Test
  void everyOperationHasANameASummaryAndAGroup() {
    List<String> ids = new ArrayList<>();
    for (Operation operation : operations()) {
      assertThat(operation.node().path("summary").asText()).as("%s", operation).isNotBlank();
      assertThat(operation.node().path("tags")).as("%s", operation).hasSize(1);
      ids.add(operation.node().path("operationId").asText());
    }

    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z]+\\.[a-zA-Z]+"));
  }

  @Test
  void everyOperationSaysItsProblems() {
    for (Operation operation : operations()) {
      JsonNode responses = operation.node().path("responses");
      for (String status : List.of("401", "403", "406", "500", "503")) {
        assertThat(
                responses
                    .at("/" + status + "/content/application~1problem+json/schema/$ref")
                    .asText())
            .as("%s %s", operation, status)
            .isEqualTo("#/components/schemas/ProblemView");
      }
      boolean takesBody = operation.node().has("requestBody");
      assertThat(responses.has("413")).as("%s", operation).isEqualTo(takesBody);
      assertThat(responses.has("415")).as("%s", operation).isEqualTo(takesBody);
      String answer =
          operation.path().endsWith("/events") ? "text~1event-stream" : "application~1json";
      assertThat(responses.at("/200/content/" + answer + "/schema").isObject())
          .as("%s", operation)
          .isTrue();
    }
  }

  @Test
  void everyStatusIsOneOfAProblem() {
    Set<String> known = new TreeSet<>(Set.of("200"));
    for (Problem.Type type : Problem.Type.values()) {
      known.add(String.valueOf(type.status()));
    }

    for (Operation operation : operations()) {
      operation
          .node()
          .path("responses")
          .fieldNames()
          .forEachRemaining(status -> assertThat(known).as("%s", operation).contains(status));
    }
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<String> references = document.findValuesAsText("$ref");

    assertThat(references).isNotEmpty();
    for (String reference : references) {
      assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
  }

  @Test
  void whatARecordNeedsTheSchemaRequires() {
    JsonNode schema = document.at("/components/schemas/ConnectionCreate");

    assertThat(schema.path("required"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrder("owner", "name", "integration", "template");
    assertThat(document.at("/components/schemas/OwnerName/enum"))
        .extracting(JsonNode::asText)
        .containsExactly("org", "user");
    assertThat(document.at("/components/schemas/ConnectionView/required"))
        .extracting(JsonNode::asText)
        .contains("missingOAuthScopes")
        .doesNotContain("expiresAt");
  }

  @Test
  void everyOperationNeedsABearer() {
    assertThat(document.at("/security/0/bearer").isArray()).isTrue();
    assertThat(document.at("/components/securitySchemes"))
        .singleElement()
        .extracting(scheme -> scheme.path("scheme").asText())
        .isEqualTo("bearer");
  }

  private List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        member -> {
                          if (METHODS.contains(member.getKey())) {
                            operations.add(
                                new Operation(member.getKey(), path.getKey(), member.getValue()));
                          }
                        }));
    assertThat(operations).isNotEmpty();
    return operations;
  }

  private record Operation(String method, String path, JsonNode node) {

    @Override
    public String toString() {
      return method + ' ' + path;
    }
  }
}
