package sh.executor.openapi.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.AuthMethod;
import sh.executor.catalog.model.AuthMethod.Carrier;
import sh.executor.catalog.model.AuthMethod.Kind;
import sh.executor.catalog.model.AuthMethod.Placement;
import sh.executor.openapi.auth.SecurityScheme.Sort;
import sh.executor.openapi.document.Document;
import sh.executor.openapi.document.Json;

/**
 * The authentication methods that a description's security schemes and requirements make.
 *
 * <p>Each alternative of a requirement is one method: {@code apikey-1}, {@code apikey-2} and so on
 * in order of appearance. Schemes that are required together are one method with several values.
 * OAuth 2 and OpenID Connect give {@code oauth-<scheme>}, and beside it a method by which a token
 * can be pasted. {@code none} is offered where some operation needs nothing. A description without
 * any scheme tells us nothing, so that {@code none}, a bearer token and a bare {@code
 * Authorization} header are offered.
 */
public final class SecurityMethods {

  private static final int METHODS_MAX = 50;

  private final Document document;
  private final Map<String, SecurityScheme> schemes = new LinkedHashMap<>();
  private final Set<Set<String>> alternatives = new LinkedHashSet<>();
  private final JsonNode ofDocument;
  private boolean anonymous;

  /** The methods of {@code document}, whose operations are still to be shown to it. */
  public SecurityMethods(Document document) {
    this.document = document;
    for (String key : document.names("components", "securitySchemes")) {
      JsonNode node = document.follow(document.at("components", "securitySchemes", key));
      SecurityScheme.of(key, node).ifPresent(scheme -> schemes.put(key, scheme));
    }
    this.ofDocument = document.at("security");
    if (ofDocument.isArray() && !ofDocument.isEmpty()) {
      require(ofDocument);
    }
  }

  /** Notes what an operation requires; a missing node is what the whole description does. */
  public void require(JsonNode security) {
    JsonNode effective = security.isArray() ? security : ofDocument;
    if (!effective.isArray() || effective.isEmpty()) {
      anonymous = true;
      return;
    }
    for (JsonNode alternative : effective) {
      Set<String> keys = new LinkedHashSet<>();
      alternative.fieldNames().forEachRemaining(keys::add);
      if (keys.isEmpty()) {
        anonymous = true;
      } else if (alternatives.size() < METHODS_MAX) {
        alternatives.add(keys);
      }
    }
  }

  /** Whether a credential may be sent in this place. */
  public boolean places(@Nullable Carrier carrier, String name) {
    return schemes.values().stream()
        .anyMatch(scheme -> scheme.carrier() == carrier && scheme.name().equalsIgnoreCase(name));
  }

  /** The methods; never empty. */
  public List<AuthMethod> methods() {
    if (schemes.isEmpty()) {
      return generic();
    }
    Set<Set<String>> all = new LinkedHashSet<>(alternatives);
    Set<String> used = new LinkedHashSet<>();
    alternatives.forEach(used::addAll);
    schemes.keySet().stream()
        .filter(key -> !used.contains(key))
        .forEach(key -> all.add(Set.of(key)));
    List<AuthMethod> methods = new ArrayList<>();
    Set<List<Placement>> seen = new LinkedHashSet<>();
    for (Set<String> keys : all) {
      if (schemes.keySet().containsAll(keys) && methods.size() < METHODS_MAX) {
        add(keys.stream().map(schemes::get).toList(), seen, methods);
      }
    }
    if (methods.isEmpty()) {
      return generic();
    }
    if (anonymous) {
      methods.add(AuthMethod.none());
    }
    return methods;
  }

  /** What the OAuth schemes say of their flows, by method id; for signing in, which needs them. */
  public ObjectNode oauth() {
    ObjectNode oauth = Json.object();
    for (SecurityScheme scheme : schemes.values()) {
      if (scheme.sort() == Sort.OAUTH) {
        JsonNode node = document.follow(document.at("components", "securitySchemes", scheme.key()));
        ObjectNode kept = oauth.putObject(oauthId(scheme));
        for (String name : List.of("flows", "openIdConnectUrl")) {
          if (node.has(name)) {
            kept.set(name, node.get(name));
          }
        }
      }
    }
    return oauth;
  }

  private static void add(
      List<SecurityScheme> together, Set<List<Placement>> seen, List<AuthMethod> methods) {
    List<Placement> placements = placements(together);
    if (seen.add(placements)) {
      long number = methods.stream().filter(method -> method.kind() == Kind.APIKEY).count() + 1;
      String label = String.join(" and ", together.stream().map(SecurityScheme::label).toList());
      methods.add(new AuthMethod("apikey-" + number, label, Kind.APIKEY, placements));
    }
    SecurityScheme only = together.getFirst();
    if (together.size() == 1 && only.sort() == Sort.OAUTH) {
      methods.add(
          new AuthMethod(oauthId(only), "OAuth (" + only.key() + ")", Kind.OAUTH, List.of()));
    }
  }

  private static List<Placement> placements(List<SecurityScheme> together) {
    List<Placement> placements = new ArrayList<>();
    Set<String> places = new LinkedHashSet<>();
    for (SecurityScheme scheme : together) {
      if (!places.add(scheme.carrier() + " " + scheme.name())) {
        continue;
      }
      boolean alone = together.size() == 1;
      String variable = alone ? "token" : variable(scheme.key(), places.size());
      if (scheme.sort() == Sort.BASIC) {
        placements.add(
            SecurityScheme.basic(
                alone ? "username" : variable + "Username",
                alone ? "password" : variable + "Password"));
      } else {
        placements.add(scheme.placement(variable));
      }
    }
    return placements;
  }

  private static String variable(String key, int position) {
    String plain = key.replaceAll("[^A-Za-z0-9_]+", "_");
    return plain.matches("_*") ? "token" + position : plain;
  }

  private static String oauthId(SecurityScheme scheme) {
    return "oauth-" + scheme.key().replaceAll("[^A-Za-z0-9._-]+", "_");
  }

  private static List<AuthMethod> generic() {
    SecurityScheme bearer =
        new SecurityScheme("token", Sort.BEARER, Carrier.HEADER, "Authorization");
    SecurityScheme header =
        new SecurityScheme("token", Sort.API_KEY, Carrier.HEADER, "Authorization");
    return List.of(
        AuthMethod.none(),
        new AuthMethod("apikey-1", "Bearer token", Kind.APIKEY, List.of(bearer.placement("token"))),
        new AuthMethod(
            "apikey-2",
            "Authorization header, the whole value",
            Kind.APIKEY,
            List.of(header.placement("token"))));
  }
}
