package sh.executor.openapi.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.AuthMethod;
import sh.executor.catalog.model.AuthMethod.Carrier;
import sh.executor.catalog.model.AuthMethod.Placement;
import sh.executor.catalog.model.AuthTemplates;
import sh.executor.openapi.auth.PlacementNames;
import sh.executor.openapi.binding.Server;
import sh.executor.openapi.document.Json;
import sh.executor.openapi.document.Refusal;

/**
 * What an integration of this kind is configured with: what the user chose, and what the last
 * reading found out.
 *
 * @param baseUrl where all calls go; null to go by the description's servers
 * @param headers sent with every call
 * @param queryParams likewise
 * @param idempotencyHeader by which the API tells repetitions apart; null to go by what the
 *     description and the host say
 * @param template the methods the user wrote; null to derive them from the description
 * @param derived the methods the description has
 * @param servers of the description; empty before the first reading
 */
public record Settings(
    @Nullable String baseUrl,
    Map<String, String> headers,
    Map<String, String> queryParams,
    @Nullable String idempotencyHeader,
    @Nullable List<AuthMethod> template,
    List<AuthMethod> derived,
    List<Server> servers) {

  private static final String TEMPLATE = "authenticationTemplate";
  private static final String IDEMPOTENCY = "idempotencyHeader";
  private static final String DERIVED = "derivedAuthentication";
  private static final String SERVERS = "servers";
  private static final int MEMBERS_MAX = 50;

  /** The settings in {@code node}: a request's options, or a stored configuration. */
  public static Settings of(ObjectNode node) {
    JsonNode template = node.path(TEMPLATE);
    JsonNode derived = node.path(DERIVED);
    return new Settings(
        baseUrl(node),
        strings(node.path("headers"), "headers"),
        strings(node.path("queryParams"), "queryParams"),
        idempotencyHeader(node),
        template.isArray() ? checked(AuthTemplates.read(template)) : null,
        derived.isArray() ? AuthTemplates.read(derived) : List.of(AuthMethod.none()),
        servers(node.path(SERVERS)));
  }

  /** How a connection may authenticate. */
  public List<AuthMethod> methods() {
    return template == null ? derived : template;
  }

  /** These settings as the configuration to store, with what a reading found out. */
  public ObjectNode config(List<AuthMethod> found, List<Server> serversFound) {
    ObjectNode config = Json.object();
    if (baseUrl != null) {
      config.put("baseUrl", baseUrl);
    }
    putAll(config, "headers", headers);
    putAll(config, "queryParams", queryParams);
    if (idempotencyHeader != null) {
      config.put(IDEMPOTENCY, idempotencyHeader);
    }
    if (template != null) {
      config.set(TEMPLATE, AuthTemplates.write(template));
    }
    config.set(DERIVED, AuthTemplates.write(found));
    config.set(SERVERS, Json.mapper().<ArrayNode>valueToTree(serversFound));
    return config;
  }

  /** What {@code change} makes of the stored {@code config}, which stays as it was. */
  public static ObjectNode changed(ObjectNode config, ObjectNode change) {
    ObjectNode changed = config.deepCopy();
    for (String name : List.of("baseUrl", "headers", "queryParams", IDEMPOTENCY)) {
      if (change.has(name)) {
        changed.set(name, change.get(name));
      }
    }
    if (change.has(TEMPLATE)) {
      boolean replace = change.path("mode").asText("merge").equals("replace");
      List<AuthMethod> methods =
          replace
              ? AuthTemplates.read(change.get(TEMPLATE))
              : AuthTemplates.merge(of(config).methods(), change.get(TEMPLATE));
      changed.set(TEMPLATE, AuthTemplates.write(checked(methods)));
    }
    of(changed);
    return changed;
  }

  private static List<AuthMethod> checked(List<AuthMethod> methods) {
    for (AuthMethod method : methods) {
      method.placements().forEach(Settings::check);
    }
    return methods;
  }

  private static void check(Placement placement) {
    if (!PlacementNames.valid(placement.carrier(), placement.name())) {
      throw Refusal.extraction(
          "authenticationTemplate: "
              + Refusal.shown(placement.name())
              + " can not be the name of a "
              + placement.carrier().name().toLowerCase(Locale.ROOT)
              + " that carries a credential.");
    }
    String text = placement.prefix() + (placement.literal() == null ? "" : placement.literal());
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw Refusal.extraction(
          "authenticationTemplate: the value of "
              + placement.name()
              + " must be one line of text.");
    }
  }

  private static void putAll(ObjectNode config, String name, Map<String, String> values) {
    if (!values.isEmpty()) {
      ObjectNode members = config.putObject(name);
      values.forEach(members::put);
    }
  }

  private static @Nullable String baseUrl(ObjectNode node) {
    String text = Json.string(node, "baseUrl", "").strip();
    if (text.isEmpty()) {
      return null;
    }
    try {
      URI uri = new URI(text);
      boolean http =
          "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
      if (http && uri.getHost() != null && uri.getRawUserInfo() == null) {
        return text;
      }
    } catch (URISyntaxException notOne) {
      // Refused below, like every other text that is no base URL.
    }
    throw Refusal.extraction(
        "baseUrl must be an http or https URL without a user name, such as https://api.example.com/v1;"
            + " got "
            + Refusal.shown(text)
            + ".");
  }

  private static @Nullable String idempotencyHeader(ObjectNode node) {
    String name = Json.string(node, IDEMPOTENCY, "").strip();
    if (name.isEmpty()) {
      return null;
    }
    if (PlacementNames.valid(Carrier.HEADER, name)) {
      return name;
    }
    throw Refusal.extraction(
        IDEMPOTENCY
            + " must be the name of a header a caller may set, such as Idempotency-Key; got "
            + Refusal.shown(name)
            + ".");
  }

  private static Map<String, String> strings(JsonNode node, String what) {
    Map<String, String> strings = new LinkedHashMap<>();
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        String value = member.getValue().asText("");
        if (!member.getValue().isValueNode() || value.chars().anyMatch(Character::isISOControl)) {
          throw Refusal.extraction(
              what + "." + Refusal.shown(member.getKey()) + " must be one line of text.");
        }
        strings.put(member.getKey(), value);
      }
    }
    if (strings.size() > MEMBERS_MAX) {
      throw Refusal.extraction(what + " may have at most " + MEMBERS_MAX + " members.");
    }
    return strings;
  }

  private static List<Server> servers(JsonNode node) {
    return node.isArray() ? List.of(Json.mapper().convertValue(node, Server[].class)) : List.of();
  }
}
