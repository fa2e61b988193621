package sh.executor.catalog.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import sh.executor.catalog.model.AuthMethod.Carrier;
import sh.executor.catalog.model.AuthMethod.Encoding;
import sh.executor.catalog.model.AuthMethod.Kind;
import sh.executor.catalog.model.AuthMethod.Placement;

/**
 * The wire form of authentication methods, {@code authenticationTemplate}: an array of {@code
 * {slug,label?,kind,placements:[{carrier,name,prefix?,variable?|variables?,literal?,encoding?}]}}.
 *
 * <p>On the way in the shorter form people write is understood too: {@code headers}, {@code
 * queryParams} and {@code cookies} by name, each a literal string or an array of strings and one
 * {@code {variable}}, such as {@code {"Authorization":["Bearer ",{"variable":"token"}]}}.
 */
public final class AuthTemplates {

  private static final int METHODS_MAX = 50;
  private static final int PLACEMENTS_MAX = 20;
  private static final int TEXT_MAX = 500;
  private static final String DEFAULT_VARIABLE = "token";
  private static final Map<String, Carrier> SHORT_FORMS = shortForms();

  private AuthTemplates() {}

  /**
   * The methods that {@code template} declares; an empty array declares {@link AuthMethod#none}. A
   * method without a slug is named after its kind, then {@code _2}, {@code _3}.
   *
   * @throws sh.executor.kernel.ProblemException when it is not of the form, naming the member
   */
  public static List<AuthMethod> read(JsonNode template) {
    List<AuthMethod> methods = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (JsonNode node : entries(template)) {
      methods.add(
          method(node, unique(slugOr(node, kind(node).name().toLowerCase(Locale.ROOT)), taken)));
    }
    return methods.isEmpty() ? List.of(AuthMethod.none()) : List.copyOf(methods);
  }

  /**
   * The methods after adding those of {@code template} to {@code present}: one of the same slug is
   * replaced in its place, one without a slug is added as {@code custom}, {@code custom_2} and so
   * on.
   *
   * @throws sh.executor.kernel.ProblemException when it is not of the form, naming the member
   */
  public static List<AuthMethod> merge(List<AuthMethod> present, JsonNode template) {
    Map<String, AuthMethod> methods = new LinkedHashMap<>();
    present.forEach(method -> methods.put(method.id(), method));
    Set<String> taken = new HashSet<>(methods.keySet());
    for (JsonNode node : entries(template)) {
      String given = node.path("slug").asText("").strip();
      String slug = given.isEmpty() ? unique("custom", taken) : given;
      methods.put(slug, method(node, slug));
    }
    if (methods.size() > METHODS_MAX) {
      throw invalid("has more than " + METHODS_MAX + " methods");
    }
    return List.copyOf(methods.values());
  }

  /** The wire form of {@code methods}, which {@link #read} turns into the same methods. */
  public static ArrayNode write(List<AuthMethod> methods) {
    ArrayNode template = JsonNodeFactory.instance.arrayNode();
    for (AuthMethod method : methods) {
      ObjectNode node = template.addObject();
      node.put("slug", method.id()).put("label", method.label());
      node.put("kind", method.kind().name().toLowerCase(Locale.ROOT));
      ArrayNode placements = node.putArray("placements");
      method.placements().forEach(placement -> write(placement, placements.addObject()));
    }
    return template;
  }

  private static void write(Placement placement, ObjectNode node) {
    node.put("carrier", placement.carrier().name().toLowerCase(Locale.ROOT));
    node.put("name", placement.name()).put("prefix", placement.prefix());
    if (placement.literal() != null) {
      node.put("literal", placement.literal());
    } else if (placement.encoding() == Encoding.BASIC) {
      node.put("encoding", "basic");
      placement.variables().forEach(node.putArray("variables")::add);
    } else {
      node.put("variable", placement.variables().getFirst());
    }
  }

  private static JsonNode entries(JsonNode template) {
    if (!template.isArray()) {
      throw invalid("must be an array");
    }
    if (template.size() > METHODS_MAX) {
      throw invalid("has more than " + METHODS_MAX + " methods");
    }
    return template;
  }

  private static AuthMethod method(JsonNode node, String slug) {
    Kind kind = kind(node);
    if (slug.length() > 100) {
      throw invalid("has a slug of more than 100 characters");
    }
    List<Placement> placements = kind == Kind.APIKEY ? placements(node) : List.of();
    if (kind == Kind.APIKEY && placements.isEmpty()) {
      throw invalid("method '" + slug + "' says nowhere that the credential goes");
    }
    String label = node.path("label").asText("");
    return new AuthMethod(slug, label.isBlank() ? slug : label, kind, placements);
  }

  private static Kind kind(JsonNode node) {
    String name = node.path("kind").asText(node.path("type").asText("apikey"));
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "none" -> Kind.NONE;
      case "apikey", "header" -> Kind.APIKEY;
      case "oauth", "oauth2" -> Kind.OAUTH;
      default -> throw invalid("has the unknown kind '" + name + "'; use apikey, oauth or none");
    };
  }

  private static List<Placement> placements(JsonNode node) {
    List<Placement> placements = new ArrayList<>();
    node.path("placements").forEach(placement -> placements.add(placement(placement)));
    SHORT_FORMS.forEach(
        (member, carrier) ->
            node.path(member)
                .properties()
                .forEach(it -> placements.add(placement(carrier, it.getKey(), it.getValue()))));
    if (placements.size() > PLACEMENTS_MAX) {
      throw invalid("has a method of more than " + PLACEMENTS_MAX + " placements");
    }
    return placements;
  }

  private static Placement placement(JsonNode node) {
    Carrier carrier = carrier(node.path("carrier").asText(""));
    String name = text(node.path("name"), "name");
    String prefix = node.path("prefix").asText("");
    if (node.hasNonNull("literal")) {
      String literal = text(node.path("literal"), "literal");
      return new Placement(carrier, name, prefix, Encoding.PLAIN, List.of(), literal);
    }
    if (node.path("encoding").asText("").equals("basic")) {
      List<String> variables = new ArrayList<>();
      node.path("variables").forEach(variable -> variables.add(text(variable, "variables")));
      if (variables.size() != 2) {
        throw invalid("needs two variables, user and password, for the encoding basic");
      }
      return new Placement(carrier, name, prefix, Encoding.BASIC, variables, null);
    }
    String variable = node.path("variable").asText(DEFAULT_VARIABLE);
    return new Placement(carrier, name, prefix, Encoding.PLAIN, List.of(variable), null);
  }

  private static Placement placement(Carrier carrier, String name, JsonNode value) {
    if (value.isTextual()) {
      return new Placement(carrier, name, "", Encoding.PLAIN, List.of(), text(value, name));
    }
    StringBuilder prefix = new StringBuilder();
    String variable = null;
    for (JsonNode part : value.isArray() ? value : List.of(value)) {
      if (variable != null) {
        throw invalid("has something after the variable of '" + name + "'");
      }
      if (part.isTextual()) {
        prefix.append(part.asText());
      } else {
        variable = part.path("variable").asText(part.path("name").asText(DEFAULT_VARIABLE));
      }
    }
    return variable == null
        ? new Placement(carrier, name, "", Encoding.PLAIN, List.of(), prefix.toString())
        : new Placement(carrier, name, prefix.toString(), Encoding.PLAIN, List.of(variable), null);
  }

  private static Carrier carrier(String name) {
    for (Carrier carrier : Carrier.values()) {
      if (carrier.name().equalsIgnoreCase(name)) {
        return carrier;
      }
    }
    throw invalid("has the unknown carrier '" + name + "'; use header, query or cookie");
  }

  private static String text(JsonNode node, String member) {
    String text = node.asText("");
    if (text.isEmpty() || text.length() > TEXT_MAX) {
      throw invalid("needs a '" + member + "' of 1 to " + TEXT_MAX + " characters");
    }
    return text;
  }

  private static String slugOr(JsonNode node, String otherwise) {
    String slug = node.path("slug").asText("").strip();
    return slug.isEmpty() ? otherwise : slug;
  }

  private static String unique(String slug, Set<String> taken) {
    String candidate = slug;
    for (int n = 2; !taken.add(candidate); n++) {
      candidate = slug + '_' + n;
    }
    return candidate;
  }

  private static Map<String, Carrier> shortForms() {
    Map<String, Carrier> forms = new LinkedHashMap<>();
    forms.put("headers", Carrier.HEADER);
    forms.put("queryParams", Carrier.QUERY);
    forms.put("cookies", Carrier.COOKIE);
    return forms;
  }

  private static RuntimeException invalid(String what) {
    return Problems.invalid("The authenticationTemplate " + what + '.');
  }
}
