package sh.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks what a person filled in against the schema they were asked by. Such a schema is a flat
 * object of strings, numbers, booleans and choices; other keywords are not looked at.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/2025-11-25/client/elicitation">MCP
 *     2025-11-25, Elicitation</a>
 */
final class AnswerContent {

  private AnswerContent() {}

  /** Why {@code content} does not fit, or empty when it does. No schema asks for nothing. */
  static Optional<String> misfit(@Nullable ObjectNode schema, ObjectNode content) {
    if (schema == null) {
      return Optional.empty();
    }
    for (JsonNode required : schema.path("required")) {
      if (!content.hasNonNull(required.asText())) {
        return Optional.of("`" + required.asText() + "` is missing.");
      }
    }
    JsonNode properties = schema.path("properties");
    for (Map.Entry<String, JsonNode> given : content.properties()) {
      JsonNode property = properties.path(given.getKey());
      if (property.isMissingNode()) {
        return Optional.of("`" + given.getKey() + "` was not asked for.");
      }
      Optional<String> misfit = misfit(given.getKey(), property, given.getValue());
      if (misfit.isPresent()) {
        return misfit;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> misfit(String name, JsonNode property, JsonNode value) {
    boolean fits =
        switch (property.path("type").asText()) {
          case "string" -> value.isTextual();
          case "integer" -> value.isIntegralNumber();
          case "number" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          case "array" -> value.isArray();
          default -> true;
        };
    if (!fits) {
      return Optional.of("`" + name + "` must be a " + property.path("type").asText() + ".");
    }
    List<String> choices = choices(property);
    if (!choices.isEmpty() && !choices.contains(value.asText())) {
      return Optional.of("`" + name + "` must be one of " + String.join(", ", choices) + ".");
    }
    return range(name, property, value);
  }

  private static List<String> choices(JsonNode property) {
    List<String> choices = new ArrayList<>();
    property.path("enum").forEach(choice -> choices.add(choice.asText()));
    property.path("oneOf").forEach(choice -> choices.add(choice.path("const").asText()));
    return choices;
  }

  private static Optional<String> range(String name, JsonNode property, JsonNode value) {
    double size = value.isTextual() ? value.textValue().length() : value.asDouble();
    String least = value.isTextual() ? "minLength" : "minimum";
    String most = value.isTextual() ? "maxLength" : "maximum";
    if (property.has(least) && size < property.path(least).asDouble()) {
      return Optional.of("`" + name + "`: " + least + " is " + property.get(least) + ".");
    }
    if (property.has(most) && size > property.path(most).asDouble()) {
      return Optional.of("`" + name + "`: " + most + " is " + property.get(most) + ".");
    }
    return Optional.empty();
  }
}
