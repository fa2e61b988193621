package sh.executor.openapi.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sh.executor.catalog.model.AuthMethod.Carrier;
import sh.executor.catalog.model.AuthMethod.Encoding;
import sh.executor.catalog.model.AuthMethod.Placement;
import sh.executor.openapi.document.Json;

/**
 * One security scheme (OpenAPI 3.1 §4.8.27) that we can satisfy.
 *
 * @param key its name in the description
 */
record SecurityScheme(String key, Sort sort, Carrier carrier, String name) {

  private static final String AUTHORIZATION = "Authorization";

  /** What is sent. */
  enum Sort {
    BEARER,
    BASIC,
    API_KEY,
    /** A token from a flow, sent as a bearer token. */
    OAUTH
  }

  /** The scheme {@code node} describes, or empty when it is one we can not satisfy. */
  static Optional<SecurityScheme> of(String key, JsonNode node) {
    return switch (Json.string(node, "type", "").toLowerCase(Locale.ROOT)) {
      case "oauth2", "openidconnect" ->
          Optional.of(new SecurityScheme(key, Sort.OAUTH, Carrier.HEADER, AUTHORIZATION));
      case "http" -> http(key, Json.string(node, "scheme", "").toLowerCase(Locale.ROOT));
      case "apikey" -> apiKey(key, node);
      default -> Optional.empty();
    };
  }

  private static Optional<SecurityScheme> http(String key, String scheme) {
    return switch (scheme) {
      case "bearer" ->
          Optional.of(new SecurityScheme(key, Sort.BEARER, Carrier.HEADER, AUTHORIZATION));
      case "basic" ->
          Optional.of(new SecurityScheme(key, Sort.BASIC, Carrier.HEADER, AUTHORIZATION));
      default -> Optional.empty();
    };
  }

  private static Optional<SecurityScheme> apiKey(String key, JsonNode node) {
    String name = Json.string(node, "name", "").strip();
    Optional<Carrier> carrier =
        switch (Json.string(node, "in", "").toLowerCase(Locale.ROOT)) {
          case "header" -> Optional.of(Carrier.HEADER);
          case "query" -> Optional.of(Carrier.QUERY);
          case "cookie" -> Optional.of(Carrier.COOKIE);
          default -> Optional.empty();
        };
    return carrier
        .filter(place -> PlacementNames.valid(place, name))
        .map(place -> new SecurityScheme(key, Sort.API_KEY, place, name));
  }

  /** Where its values go, {@code variable} being what the connection calls the only one. */
  Placement placement(String variable) {
    return new Placement(
        carrier,
        name,
        sort == Sort.BEARER || sort == Sort.OAUTH ? "Bearer " : "",
        Encoding.PLAIN,
        List.of(variable),
        null);
  }

  /** RFC 7617, with the names the connection has for its two values. */
  static Placement basic(String username, String password) {
    return new Placement(
        Carrier.HEADER, AUTHORIZATION, "", Encoding.BASIC, List.of(username, password), null);
  }

  /** For people. */
  String label() {
    return switch (sort) {
      case BEARER -> "Bearer token (" + key + ")";
      case BASIC -> "User name and password (" + key + ")";
      case OAUTH -> "Access token (" + key + ")";
      case API_KEY ->
          "API key in " + carrier.name().toLowerCase(Locale.ROOT) + ' ' + name + " (" + key + ")";
    };
  }
}
