package sh.executor.openapi.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sh.executor.openapi.binding.Body;
import sh.executor.openapi.binding.Parameter;
import sh.executor.openapi.binding.Server;
import sh.executor.openapi.document.Json;

/**
 * What an operation takes, as one flat object: each parameter by name, the body as {@code body},
 * and {@code contentType}, {@code bodyBase64} and {@code server} where there is a choice.
 */
final class InputSchema {

  private static final String FILE_HINT =
      "A file: text, or an object {_tag:\"ToolFile\", name?, mimeType, encoding:\"base64\", data}.";

  private final SchemaNormalizer normalizer;
  private final ObjectNode schema = Json.object();
  private final ObjectNode properties;
  private final ArrayNode required = Json.mapper().createArrayNode();

  InputSchema(SchemaNormalizer normalizer) {
    this.normalizer = normalizer;
    schema.put("type", "object");
    properties = schema.putObject("properties");
  }

  /** The names an operation takes beside its parameters. */
  static Set<String> reserved(Optional<DeclaredBody> body, List<Server> servers) {
    Set<String> reserved = new LinkedHashSet<>();
    body.ifPresent(
        declared -> {
          reserved.add("body");
          if (declared.takesBytes()) {
            reserved.add("bodyBase64");
          }
          if (declared.hasChoice()) {
            reserved.add("contentType");
          }
        });
    if (servers.size() > 1 || servers.stream().anyMatch(server -> !server.variables().isEmpty())) {
      reserved.add("server");
    }
    return reserved;
  }

  /**
   * Adds the parameters.
   *
   * @param optional whether a parameter need not be given because the credential brings it
   * @return how to write them, in the same order
   */
  List<Parameter> parameters(
      List<DeclaredParameter> declared,
      Set<String> reserved,
      Predicate<DeclaredParameter> optional) {
    List<String> names = ArgumentNames.of(declared, reserved);
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < declared.size(); i++) {
      DeclaredParameter parameter = declared.get(i);
      String name = names.get(i);
      ObjectNode property = property(parameter, name);
      properties.set(name, property);
      boolean needed = parameter.required() && !optional.test(parameter);
      if (needed) {
        required.add(name);
      }
      parameters.add(parameter.binding(name, needed, simpleType(property)));
    }
    return parameters;
  }

  private ObjectNode property(DeclaredParameter parameter, String name) {
    ObjectNode property = normalizer.normalize(parameter.schema());
    String description = Json.string(parameter.node(), "description", "");
    if (!name.equals(parameter.name())) {
      String place = parameter.in().name().toLowerCase(Locale.ROOT);
      description =
          ("The " + place + " parameter `" + parameter.name() + "`. " + description).strip();
    }
    if (!description.isEmpty()) {
      property.put("description", description);
    }
    if (parameter.node().path("deprecated").asBoolean(false)) {
      property.put("deprecated", true);
    }
    return property;
  }

  private static @Nullable String simpleType(ObjectNode property) {
    JsonNode type = property.path("type");
    return type.isTextual() ? type.textValue() : null;
  }

  /** Adds the body. */
  void body(DeclaredBody body) {
    ObjectNode property = normalizer.normalize(body.schema());
    if (!body.description().isEmpty() && !property.has("description")) {
      property.put("description", body.description());
    }
    markFiles(body, property);
    properties.set("body", property);
    if (body.takesBytes()) {
      properties
          .putObject("bodyBase64")
          .put("type", "string")
          .put("contentEncoding", "base64")
          .put("description", "The bytes of the body in base 64, instead of body.");
    }
    if (body.hasChoice()) {
      ObjectNode contentType = properties.putObject("contentType").put("type", "string");
      ArrayNode values = contentType.putArray("enum");
      body.binding().media().stream().map(Body.Media::type).forEach(values::add);
      contentType.put("description", "How the body is written. The first is the default.");
    }
    if (body.binding().required() && body.takesBytes()) {
      ArrayNode either = schema.putArray("anyOf");
      either.addObject().putArray("required").add("body");
      either.addObject().putArray("required").add("bodyBase64");
    } else if (body.binding().required()) {
      required.add("body");
    }
  }

  private static void markFiles(DeclaredBody body, ObjectNode property) {
    if (property.path("properties") instanceof ObjectNode parts) {
      for (Map.Entry<String, JsonNode> part : parts.properties()) {
        if (body.isFile(part.getKey()) && part.getValue() instanceof ObjectNode file) {
          String description = Json.string(file, "description", "");
          boolean list = file.path("type").asText().equals("array");
          ObjectNode marked = Json.object();
          marked.put("description", (description + ' ' + FILE_HINT).strip());
          if (list) {
            marked.put("type", "array").putObject("items").set("type", stringOrObject());
          } else {
            marked.set("type", stringOrObject());
          }
          part.setValue(marked);
        }
      }
    }
  }

  private static ArrayNode stringOrObject() {
    return Json.mapper().createArrayNode().add("string").add("object");
  }

  /** Adds the choice of a server. */
  void server(List<Server> servers) {
    ObjectNode property = properties.putObject("server").put("type", "object");
    ObjectNode members = property.putObject("properties");
    ObjectNode url = members.putObject("url").put("type", "string");
    ArrayNode urls = url.putArray("enum");
    servers.stream().map(Server::url).distinct().forEach(urls::add);
    ObjectNode variables = Json.object();
    for (Server server : servers) {
      server.variables().forEach((name, variable) -> variables.set(name, variable(variable)));
    }
    if (!variables.isEmpty()) {
      ObjectNode holder = members.putObject("variables").put("type", "object");
      holder.set("properties", variables);
      holder.put("additionalProperties", false);
    }
    property.put("additionalProperties", false);
    property.put("description", "Which server to call. The first is the default.");
  }

  private static ObjectNode variable(Server.Variable variable) {
    ObjectNode schema = Json.object().put("type", "string");
    if (!variable.allowed().isEmpty()) {
      variable.allowed().forEach(schema.withArray("enum")::add);
    }
    if (!variable.fallback().isEmpty()) {
      schema.put("default", variable.fallback());
    }
    return schema;
  }

  /** The schema of all that was added. */
  ObjectNode schema() {
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    return schema.put("additionalProperties", false);
  }
}
