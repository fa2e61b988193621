package sh.executor.openapi.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import sh.executor.catalog.model.AuthMethod;
import sh.executor.catalog.model.AuthMethod.Carrier;
import sh.executor.catalog.model.AuthMethod.Encoding;
import sh.executor.catalog.model.AuthMethod.Kind;
import sh.executor.catalog.model.AuthMethod.Placement;
import sh.executor.openapi.document.Json;
import sh.executor.openapi.document.Refusal;

/**
 * Authentication methods as users write them and as settings keep them. Written is either {@code
 * placements}, the stored form, or {@code headers}, {@code queryParams} and {@code cookies}, whose
 * values are literal text or a list of text that may end in a variable:
 *
 * <pre>{@code {"kind":"apikey","headers":{"Authorization":["Bearer ",{"variable":"token"}]}}}</pre>
 */
public final class AuthTemplates {

  private static final int METHODS_MAX = 50;
  private static final int PLACEMENTS_MAX = 20;

  private AuthTemplates() {}

  /** The methods of a list, which is {@code none} alone when it is empty. */
  public static List<AuthMethod> parse(JsonNode list) {
    if (!list.isArray() || list.size() > METHODS_MAX) {
      throw refused("must be a list of at most " + METHODS_MAX + " methods");
    }
    List<AuthMethod> methods = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (JsonNode node : list) {
      methods.add(method(node, taken));
    }
    return methods.isEmpty() ? List.of(AuthMethod.none()) : methods;
  }

  /** {@code methods} in the stored form. */
  public static ArrayNode write(List<AuthMethod> methods) {
    ArrayNode list = Json.mapper().createArrayNode();
    for (AuthMethod method : methods) {
      ObjectNode node = list.addObject();
      node.put("slug", method.id());
      node.put("label", method.label());
      node.put("kind", method.kind() == Kind.OAUTH ? "oauth2" : wire(method.kind()));
      if (!method.placements().isEmpty()) {
        ArrayNode placements = node.putArray("placements");
        method.placements().forEach(placement -> placements.add(write(placement)));
      }
    }
    return list;
  }

  private static ObjectNode write(Placement placement) {
    ObjectNode node = Json.object();
    node.put("carrier", wire(placement.carrier()));
    node.put("name", placement.name());
    node.put("prefix", placement.prefix());
    if (placement.literal() != null) {
      node.put("literal", placement.literal());
    } else if (placement.encoding() == Encoding.BASIC) {
      node.put("encoding", wire(placement.encoding()));
      placement.variables().forEach(node.putArray("variables")::add);
    } else {
      node.put("variable", placement.variables().getFirst());
    }
    return node;
  }

  private static AuthMethod method(JsonNode node, Set<String> taken) {
    String kind =
        Json.string(node, "kind", Json.string(node, "type", "apikey")).toLowerCase(Locale.ROOT);
    return switch (kind) {
      case "none" -> AuthMethod.none();
      case "oauth", "oauth2" -> {
        String id = id(node, "oauth2", taken);
        yield new AuthMethod(id, Json.string(node, "label", "OAuth"), Kind.OAUTH, List.of());
      }
      case "apikey", "header" -> {
        List<Placement> placements = placements(node);
        String id = id(node, "apikey", taken);
        yield new AuthMethod(id, Json.string(node, "label", id), Kind.APIKEY, placements);
      }
      default -> throw refused("has a method of the unknown kind " + Refusal.shown(kind));
    };
  }

  private static String id(JsonNode node, String fallback, Set<String> taken) {
    String wanted = Json.string(node, "slug", Json.string(node, "id", "")).strip();
    String base = wanted.isEmpty() ? fallback : wanted;
    if (base.length() > 100) {
      throw refused("has a slug of more than 100 characters");
    }
    String id = base;
    for (int n = 2; !taken.add(id); n++) {
      id = base + '_' + n;
    }
    return id;
  }

  private static List<Placement> placements(JsonNode node) {
    List<Placement> placements = new ArrayList<>();
    for (JsonNode placement : node.path("placements")) {
      placements.add(stored(placement));
    }
    authored(node.path("headers"), Carrier.HEADER, placements);
    authored(node.path("queryParams"), Carrier.QUERY, placements);
    authored(node.path("cookies"), Carrier.COOKIE, placements);
    if (placements.isEmpty() || placements.size() > PLACEMENTS_MAX) {
      throw refused("has a method without a header, query parameter or cookie, or with too many");
    }
    placements.forEach(AuthTemplates::check);
    return placements;
  }

  private static Placement stored(JsonNode node) {
    Carrier carrier =
        switch (Json.string(node, "carrier", "").toLowerCase(Locale.ROOT)) {
          case "header" -> Carrier.HEADER;
          case "query" -> Carrier.QUERY;
          case "cookie" -> Carrier.COOKIE;
          default -> throw refused("has a placement whose carrier is not header, query or cookie");
        };
    String name = Json.string(node, "name", "");
    String prefix = Json.string(node, "prefix", "");
    if (node.path("literal").isTextual()) {
      return literal(carrier, name, prefix + node.get("literal").textValue());
    }
    if (Json.string(node, "encoding", "").equalsIgnoreCase("basic")) {
      return SecurityScheme.basic(
          node.path("variables").path(0).asText("username"),
          node.path("variables").path(1).asText("password"));
    }
    return variable(carrier, name, prefix, Json.string(node, "variable", "token"));
  }

  private static void authored(JsonNode members, Carrier carrier, List<Placement> placements) {
    if (members.isObject()) {
      for (Map.Entry<String, JsonNode> member : members.properties()) {
        placements.add(authored(carrier, member.getKey(), member.getValue()));
      }
    }
  }

  private static Placement authored(Carrier carrier, String name, JsonNode value) {
    if (value.isTextual()) {
      return literal(carrier, name, value.textValue());
    }
    StringBuilder prefix = new StringBuilder();
    for (int i = 0; i < value.size(); i++) {
      JsonNode part = value.get(i);
      if (part.isTextual()) {
        prefix.append(part.textValue());
      } else if (i == value.size() - 1) {
        String variable = Json.string(part, "variable", Json.string(part, "name", "token"));
        return variable(carrier, name, prefix.toString(), variable);
      } else {
        throw refused("has a variable that is not the last part of " + Refusal.shown(name));
      }
    }
    return value.isObject()
        ? variable(carrier, name, "", Json.string(value, "variable", "token"))
        : literal(carrier, name, prefix.toString());
  }

  private static Placement variable(Carrier carrier, String name, String prefix, String variable) {
    return new Placement(carrier, name, prefix, Encoding.PLAIN, List.of(variable), null);
  }

  private static Placement literal(Carrier carrier, String name, String value) {
    return new Placement(carrier, name, "", Encoding.PLAIN, List.of(), value);
  }

  private static void check(Placement placement) {
    if (!PlacementNames.valid(placement.carrier(), placement.name())) {
      throw refused(
          Refusal.shown(placement.name())
              + " can not be the name of a "
              + wire(placement.carrier())
              + " that carries a credential");
    }
    String text = placement.prefix() + (placement.literal() == null ? "" : placement.literal());
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw refused("has a control character in the value of " + placement.name());
    }
  }

  private static String wire(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static RuntimeException refused(String what) {
    return Refusal.extraction("authenticationTemplate " + what + ".");
  }
}
