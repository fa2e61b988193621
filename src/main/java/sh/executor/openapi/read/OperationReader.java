package sh.executor.openapi.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.Effect;
import sh.executor.catalog.model.Operation;
import sh.executor.openapi.binding.Binding;
import sh.executor.openapi.binding.Parameter;
import sh.executor.openapi.binding.Server;
import sh.executor.openapi.document.Document;
import sh.executor.openapi.document.Json;

/** One operation object (OpenAPI 3.1 §4.8.10) as an operation that still lacks its name. */
final class OperationReader {

  private static final Set<String> READS = Set.of("get", "head", "options");
  private static final int DESCRIPTION_MAX = 16_000;
  private static final String FILE_NOTE =
      "Returns a file as {_tag:\"ToolFile\", name?, mimeType, encoding:\"base64\", data, byteLength}.";

  private final SchemaNormalizer normalizer;
  private final TextBudget budget;
  private final ParametersReader parameters;
  private final BodyReader bodies;
  private final AnswersReader answers;
  private final ServersReader servers;
  private final List<Server> ofDocument;

  OperationReader(
      Document document,
      SchemaNormalizer normalizer,
      TextBudget budget,
      ServersReader servers,
      List<Server> ofDocument) {
    this.normalizer = normalizer;
    this.budget = budget;
    this.parameters = new ParametersReader(document);
    this.bodies = new BodyReader(document);
    this.answers = new AnswersReader(document, normalizer);
    this.servers = servers;
    this.ofDocument = ofDocument;
  }

  /** An operation under way: all but its name, and what the name is made of. */
  record Draft(Route route, Operation unnamed) {

    Operation named(String name) {
      return new Operation(
          name,
          unnamed.description(),
          unnamed.effect(),
          unnamed.approvalDescription(),
          unnamed.inputSchema(),
          unnamed.outputSchema(),
          unnamed.binding());
    }
  }

  /**
   * Reads one operation.
   *
   * @param method in lower case
   * @param item the members of its path item
   * @param credential whether a parameter is what a credential fills
   */
  Draft read(
      String method,
      String path,
      PathItem item,
      JsonNode operation,
      Predicate<DeclaredParameter> credential) {
    String verb = method.toUpperCase(Locale.ROOT);
    String where = verb + ' ' + path;
    Optional<DeclaredBody> body = bodies.read(operation.path("requestBody"), where);
    List<Server> own = ownServers(item, operation);
    List<Server> choice = own.isEmpty() ? ofDocument : own;
    List<DeclaredParameter> declared =
        parameters.read(item.parameters(), operation.path("parameters"), where);
    InputSchema input = new InputSchema(normalizer);
    Set<String> reserved = InputSchema.reserved(body, choice);
    List<Parameter> bound = input.parameters(declared, reserved, credential);
    body.ifPresent(input::body);
    if (reserved.contains("server")) {
      input.server(choice);
    }
    Answers answer = answers.read(operation.path("responses"), where);
    Binding binding =
        new Binding(
            verb,
            path,
            bound,
            body.map(DeclaredBody::binding).orElse(null),
            own,
            answer.handling());
    return new Draft(
        route(method, path, operation),
        new Operation(
            "",
            description(operation, where, answer),
            READS.contains(method) ? Effect.READ : Effect.WRITE,
            READS.contains(method) ? null : Json.wellFormed(where),
            budget.text(input.schema(), "The input of " + where),
            answer.schema() == null ? null : budget.text(answer.schema(), "The output of " + where),
            budget.text(binding, "What it takes to call " + where)));
  }

  private List<Server> ownServers(PathItem item, JsonNode operation) {
    List<Server> ofOperation = servers.read(operation.path("servers"));
    return ofOperation.isEmpty() ? servers.read(item.servers()) : ofOperation;
  }

  private static Route route(String method, String path, JsonNode operation) {
    JsonNode tag = operation.path("tags").path(0);
    return new Route(
        method,
        path,
        tag.isTextual() ? tag.textValue() : null,
        text(operation, "operationId"),
        text(operation, "x-executor-toolPath"));
  }

  private static @Nullable String text(JsonNode node, String name) {
    String text = Json.string(node, name, "");
    return text.isBlank() ? null : text;
  }

  private static String description(JsonNode operation, String where, Answers answer) {
    String summary = Json.string(operation, "summary", "").strip();
    String text = Json.string(operation, "description", "").strip();
    String chosen = !text.isEmpty() ? text : !summary.isEmpty() ? summary : where;
    if (chosen.length() > DESCRIPTION_MAX) {
      chosen = chosen.substring(0, DESCRIPTION_MAX) + "…";
    }
    return Json.wellFormed(answer.isFile() ? chosen + "\n\n" + FILE_NOTE : chosen);
  }
}
