package sh.executor.catalog.typescript;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One schema, told as an expression.
 *
 * @param types what references lead to
 * @param top the definition whose very top this is, or empty anywhere else
 * @param depth how many schemas are around this one
 */
record SchemaType(TypeScript types, String top, int depth) {

  private static final int DEPTH_MAX = 60;
  private static final int LITERALS_MAX = 500;
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");

  SchemaType(TypeScript types, String top) {
    this(types, top, 0);
  }

  Expression of(JsonNode schema) {
    if (schema.isBoolean()) {
      return schema.asBoolean() ? Expression.UNKNOWN : Expression.NEVER;
    }
    if (!schema.isObject() || depth > DEPTH_MAX) {
      return Expression.UNKNOWN;
    }
    List<Expression> parts = new ArrayList<>();
    parts.add(own(schema));
    SchemaType beside = new SchemaType(types, top, depth + 1);
    schema.path("allOf").forEach(member -> parts.add(beside.of(member)));
    for (String choice : List.of("anyOf", "oneOf")) {
      if (!schema.path(choice).isEmpty()) {
        parts.add(Expression.union(beside.all(schema.get(choice))));
      }
    }
    Expression whole = Expression.intersection(parts);
    return schema.path("nullable").asBoolean(false)
        ? Expression.union(List.of(whole, Expression.NULL))
        : whole;
  }

  private List<Expression> all(JsonNode schemas) {
    List<Expression> expressions = new ArrayList<>();
    schemas.forEach(schema -> expressions.add(of(schema)));
    return expressions;
  }

  /** What a schema says besides combining others. */
  private Expression own(JsonNode schema) {
    if (schema.path("$ref").isTextual()) {
      return types.reference(schema.get("$ref").asText(), top);
    }
    if (schema.has("const")) {
      return literal(schema.get("const"));
    }
    if (schema.path("enum").isArray() && schema.get("enum").size() <= LITERALS_MAX) {
      List<Expression> literals = new ArrayList<>();
      schema.get("enum").forEach(value -> literals.add(literal(value)));
      return Expression.union(literals);
    }
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      List<Expression> alternatives = new ArrayList<>();
      type.forEach(name -> alternatives.add(ofType(name.asText(), schema)));
      return Expression.union(alternatives);
    }
    return ofType(type.asText(guess(schema)), schema);
  }

  private static String guess(JsonNode schema) {
    if (schema.has("properties") || schema.has("additionalProperties")) {
      return "object";
    }
    return schema.has("items") || schema.has("prefixItems") ? "array" : "";
  }

  private Expression ofType(String type, JsonNode schema) {
    return switch (type) {
      case "string" -> Expression.STRING;
      case "number", "integer" -> Expression.NUMBER;
      case "boolean" -> Expression.BOOLEAN;
      case "null" -> Expression.NULL;
      case "array" -> array(schema);
      case "object" -> object(schema);
      default -> Expression.UNKNOWN;
    };
  }

  private SchemaType inside() {
    return new SchemaType(types, "", depth + 1);
  }

  private Expression array(JsonNode schema) {
    JsonNode items = schema.path("items");
    JsonNode first = items.isArray() ? items : schema.path("prefixItems");
    JsonNode rest = items.isArray() ? schema.path("additionalItems") : items;
    Expression element = rest.isMissingNode() ? Expression.UNKNOWN : inside().of(rest);
    return first.isArray() && !first.isEmpty()
        ? tuple(first, element, schema.path("minItems").asInt(0))
        : element.array();
  }

  private Expression tuple(JsonNode first, Expression rest, int itemsMin) {
    List<String> elements = new ArrayList<>();
    for (Expression element : inside().all(first)) {
      boolean optional = elements.size() >= itemsMin;
      elements.add(optional ? '(' + element.text() + ")?" : element.text());
    }
    if (!rest.equals(Expression.NEVER)) {
      elements.add("..." + rest.array().text());
    }
    return Expression.of('[' + String.join(", ", elements) + ']');
  }

  private Expression object(JsonNode schema) {
    JsonNode additional = schema.path("additionalProperties");
    boolean typed = additional.isObject() && !additional.isEmpty();
    Set<String> required = new LinkedHashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    List<String> members = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String mark = required.remove(property.getKey()) ? ": " : "?: ";
      members.add(key(property.getKey()) + mark + inside().of(property.getValue()).text());
    }
    required.forEach(name -> members.add(key(name) + ": unknown"));
    if (members.isEmpty()) {
      return additional.isBoolean() && !additional.asBoolean()
          ? Expression.of("{}")
          : typed ? map(inside().of(additional)) : Expression.OPEN_OBJECT;
    }
    if (typed || schema.has("patternProperties")) {
      // An index signature has to take in every property beside it.
      members.add("[key: string]: unknown");
    }
    return Expression.of("{ " + String.join("; ", members) + " }");
  }

  /** Not {@code Record}, which may not refer back to the alias it is in. */
  private static Expression map(Expression value) {
    return value.equals(Expression.UNKNOWN)
        ? Expression.OPEN_OBJECT
        : Expression.of("{ [key: string]: " + value.text() + " }");
  }

  private static String key(String name) {
    return IDENTIFIER.matcher(name).matches() ? name : TextLiteral.of(name);
  }

  private static Expression literal(JsonNode value) {
    if (value.isTextual()) {
      return Expression.of(TextLiteral.of(value.asText()));
    }
    if (value.isBoolean() || value.isNull()) {
      return Expression.of(value.asText());
    }
    return value.isNumber() ? Expression.of(value.asText()) : Expression.UNKNOWN;
  }
}
