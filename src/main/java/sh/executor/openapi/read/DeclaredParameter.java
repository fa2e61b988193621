package sh.executor.openapi.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.executor.openapi.binding.MediaTypes;
import sh.executor.openapi.binding.Parameter;
import sh.executor.openapi.binding.Parameter.Location;
import sh.executor.openapi.binding.Parameter.Style;
import sh.executor.openapi.document.Json;

/**
 * A parameter as the description declares it.
 *
 * @param node the parameter object, references resolved
 */
record DeclaredParameter(String name, Location in, JsonNode node) {

  /** The parameter {@code node} declares, or empty when it is none we can place. */
  static Optional<DeclaredParameter> of(JsonNode node) {
    String name = Json.string(node, "name", "");
    @Nullable Location in =
        switch (Json.string(node, "in", "")) {
          case "path" -> Location.PATH;
          case "query" -> Location.QUERY;
          case "header" -> Location.HEADER;
          case "cookie" -> Location.COOKIE;
          default -> null;
        };
    return in == null || name.isEmpty()
        ? Optional.empty()
        : Optional.of(new DeclaredParameter(name, in, node));
  }

  boolean required() {
    return in == Location.PATH || node.path("required").asBoolean(false);
  }

  /** Its schema, wherever the description keeps it. */
  JsonNode schema() {
    JsonNode schema = node.path("schema");
    return schema.isMissingNode() ? content().path("schema") : schema;
  }

  /** What it takes to write it, under the name {@code argument}. */
  Parameter binding(String argument, boolean required, @Nullable String type) {
    Style style = style();
    JsonNode explode = node.path("explode");
    return new Parameter(
        argument,
        name,
        in,
        required,
        style,
        explode.isBoolean() ? explode.booleanValue() : style == Style.FORM,
        node.path("allowReserved").asBoolean(false),
        json(),
        type);
  }

  private boolean json() {
    JsonNode content = node.path("content");
    return content.isObject()
        && content.properties().stream().map(Map.Entry::getKey).anyMatch(MediaTypes::json);
  }

  private JsonNode content() {
    JsonNode content = node.path("content");
    return content.isObject() && !content.isEmpty() ? content.iterator().next() : content;
  }

  private Style style() {
    Style fallback = in == Location.QUERY || in == Location.COOKIE ? Style.FORM : Style.SIMPLE;
    return switch (Json.string(node, "style", "")) {
      case "simple" -> Style.SIMPLE;
      case "label" -> Style.LABEL;
      case "matrix" -> Style.MATRIX;
      case "form" -> Style.FORM;
      case "spaceDelimited" -> Style.SPACE_DELIMITED;
      case "pipeDelimited" -> Style.PIPE_DELIMITED;
      case "deepObject" -> Style.DEEP_OBJECT;
      default -> fallback;
    };
  }
}
