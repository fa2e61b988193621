package sh.executor.openapi.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import sh.executor.openapi.document.Json;

/**
 * Schemas of OpenAPI 3.0 and 3.1 as JSON Schema 2020-12: {@code nullable} becomes a type, boolean
 * exclusive bounds become numbers, references point to {@code #/$defs/…}, and what only OpenAPI
 * knows ({@code discriminator}, {@code xml}, extensions, large examples) is left out. A keyword
 * whose value has the wrong shape is left out as well, so that the result is always a valid schema.
 */
final class SchemaNormalizer {

  private static final Set<String> TYPES =
      Set.of("string", "number", "integer", "boolean", "array", "object", "null");
  private static final Set<String> ONE =
      Set.of(
          "not",
          "contains",
          "propertyNames",
          "if",
          "then",
          "else",
          "unevaluatedItems",
          "unevaluatedProperties",
          "additionalProperties",
          "contentSchema");
  private static final Set<String> SEVERAL = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
  private static final Set<String> NAMED =
      Set.of("properties", "patternProperties", "dependentSchemas");
  private static final Set<String> COUNTS =
      Set.of(
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "minProperties",
          "maxProperties",
          "minContains",
          "maxContains");
  private static final Set<String> NUMBERS =
      Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf");
  private static final Set<String> TEXTS =
      Set.of("description", "title", "format", "pattern", "contentEncoding", "contentMediaType");
  private static final Set<String> FLAGS =
      Set.of("deprecated", "readOnly", "writeOnly", "uniqueItems");
  private static final int EXAMPLE_CHARS_MAX = 200;

  private final boolean openApi30;
  private final Definitions definitions;

  /**
   * @param openApi30 whether the dialect is that of OpenAPI 3.0, where the siblings of a reference
   *     do not count
   */
  SchemaNormalizer(boolean openApi30, Definitions definitions) {
    this.openApi30 = openApi30;
    this.definitions = definitions;
  }

  /** {@code schema} as an object; what is no schema at all becomes the one that allows anything. */
  ObjectNode normalize(JsonNode schema) {
    if (schema.isBoolean() && !schema.booleanValue()) {
      return Json.object().set("not", Json.object());
    }
    if (!schema.isObject()) {
      return Json.object();
    }
    JsonNode ref = schema.path("$ref");
    if (ref.isTextual()) {
      return reference(schema, ref.textValue());
    }
    ObjectNode result = keywords(schema);
    bounds(schema, result);
    return schema.path("nullable").asBoolean(false) ? nullable(result) : result;
  }

  private ObjectNode reference(JsonNode schema, String ref) {
    ObjectNode result = openApi30 ? Json.object() : keywords(schema);
    if (openApi30 && schema.path("description").isTextual()) {
      result.set("description", schema.get("description"));
    }
    definitions
        .reference(ref)
        .ifPresentOrElse(
            target -> result.put("$ref", target),
            () -> result.put("description", "Unknown: the description has no " + ref + "."));
    return openApi30 && schema.path("nullable").asBoolean(false) ? nullable(result) : result;
  }

  private ObjectNode keywords(JsonNode schema) {
    ObjectNode result = Json.object();
    for (Map.Entry<String, JsonNode> member : schema.properties()) {
      keyword(member.getKey(), member.getValue(), result);
    }
    return result;
  }

  private void keyword(String name, JsonNode value, ObjectNode result) {
    switch (name) {
      case "type" -> type(value, result);
      case "items" -> items(value, result);
      case "required" -> required(value, result);
      case "enum" -> copyIf(value.isArray() && !value.isEmpty(), name, value, result);
      case "examples" -> copyIf(value.isArray() && brief(value), name, value, result);
      case "example" -> example(value, result);
      case "const" -> result.set(name, value);
      case "default" -> copyIf(brief(value), name, value, result);
      default -> sorted(name, value, result);
    }
  }

  private void sorted(String name, JsonNode value, ObjectNode result) {
    if (ONE.contains(name)) {
      copyIf(value.isObject() || value.isBoolean(), name, schemaOrFlag(value), result);
    } else if (SEVERAL.contains(name)) {
      several(name, value, result);
    } else if (NAMED.contains(name)) {
      named(name, value, result);
    } else if (COUNTS.contains(name)) {
      copyIf(value.canConvertToExactIntegral() && value.asLong() >= 0, name, value, result);
    } else if (NUMBERS.contains(name)) {
      copyIf(value.isNumber(), name, value, result);
    } else if (TEXTS.contains(name)) {
      copyIf(value.isTextual(), name, value, result);
    } else if (FLAGS.contains(name)) {
      copyIf(value.isBoolean(), name, value, result);
    }
  }

  private static void copyIf(boolean valid, String name, JsonNode value, ObjectNode result) {
    if (valid) {
      result.set(name, value);
    }
  }

  private JsonNode schemaOrFlag(JsonNode value) {
    return value.isBoolean() ? value : normalize(value);
  }

  private void several(String name, JsonNode value, ObjectNode result) {
    if (value.isArray() && !value.isEmpty()) {
      ArrayNode schemas = result.putArray(name);
      value.forEach(schema -> schemas.add(schemaOrFlag(schema)));
    }
  }

  private void named(String name, JsonNode value, ObjectNode result) {
    if (value.isObject()) {
      ObjectNode schemas = result.putObject(name);
      for (Map.Entry<String, JsonNode> member : value.properties()) {
        schemas.set(member.getKey(), schemaOrFlag(member.getValue()));
      }
    }
  }

  private static void type(JsonNode value, ObjectNode result) {
    if (value.isTextual() && TYPES.contains(value.textValue())) {
      result.set("type", value);
    } else if (value.isArray()) {
      ArrayNode types = Json.mapper().createArrayNode();
      for (JsonNode type : value) {
        if (type.isTextual() && TYPES.contains(type.textValue())) {
          types.add(type);
        }
      }
      copyIf(!types.isEmpty(), "type", types, result);
    }
  }

  private void items(JsonNode value, ObjectNode result) {
    if (value.isArray()) {
      several("prefixItems", value, result);
    } else if (value.isObject() || value.isBoolean()) {
      result.set("items", schemaOrFlag(value));
    }
  }

  private static void required(JsonNode value, ObjectNode result) {
    ArrayNode names = Json.mapper().createArrayNode();
    value.forEach(
        name -> {
          if (value.isArray() && name.isTextual()) {
            names.add(name);
          }
        });
    copyIf(!names.isEmpty(), "required", names, result);
  }

  private static void example(JsonNode value, ObjectNode result) {
    if (value.isValueNode() && !value.isNull() && brief(value) && !result.has("examples")) {
      result.putArray("examples").add(value);
    }
  }

  private static boolean brief(JsonNode value) {
    return value.isValueNode()
        ? value.asText().length() <= EXAMPLE_CHARS_MAX
        : value.size() <= EXAMPLE_CHARS_MAX && value.toString().length() <= EXAMPLE_CHARS_MAX;
  }

  private static void bounds(JsonNode schema, ObjectNode result) {
    bound(schema, "exclusiveMinimum", "minimum", result);
    bound(schema, "exclusiveMaximum", "maximum", result);
  }

  private static void bound(JsonNode schema, String flag, String bound, ObjectNode result) {
    if (schema.path(flag).isBoolean()
        && schema.path(flag).booleanValue()
        && result.path(bound).isNumber()) {
      result.set(flag, result.remove(bound));
    }
  }

  private static ObjectNode nullable(ObjectNode schema) {
    JsonNode type = schema.path("type");
    if (type.isTextual()) {
      schema.putArray("type").add(type).add("null");
      if (schema.path("enum") instanceof ArrayNode values && !hasNull(values)) {
        schema.set("enum", values.deepCopy().addNull());
      }
      return schema;
    }
    if (type.isArray() || schema.isEmpty()) {
      return schema;
    }
    ObjectNode result = Json.object();
    JsonNode description = schema.remove("description");
    if (description != null) {
      result.set("description", description);
    }
    if (!schema.isEmpty()) {
      result.putArray("anyOf").add(schema).addObject().put("type", "null");
    }
    return result;
  }

  private static boolean hasNull(ArrayNode values) {
    for (Iterator<JsonNode> each = values.iterator(); each.hasNext(); ) {
      if (each.next().isNull()) {
        return true;
      }
    }
    return false;
  }
}
