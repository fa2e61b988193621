package sh.executor.openapi.call;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sh.executor.catalog.model.AuthMethod;
import sh.executor.catalog.model.AuthMethod.Carrier;
import sh.executor.catalog.model.AuthMethod.Encoding;
import sh.executor.catalog.model.AuthMethod.Kind;
import sh.executor.catalog.model.AuthMethod.Placement;
import sh.executor.catalog.model.Credential;
import sh.executor.secret.SecretValue;

/**
 * A credential written into its places. Holds plaintext, for the length of one call.
 *
 * @param headers by name
 * @param query by name, not encoded
 * @param cookies by name
 */
record Credentials(
    Map<String, String> headers, Map<String, String> query, Map<String, String> cookies) {

  /** For an API that asks for none. */
  static final Credentials NONE = new Credentials(Map.of(), Map.of(), Map.of());

  private static final Placement OAUTH =
      new Placement(
          Carrier.HEADER, "Authorization", "Bearer ", Encoding.PLAIN, List.of("token"), null);

  /** Whether there is nothing to send. */
  boolean isEmpty() {
    return headers.isEmpty() && query.isEmpty() && cookies.isEmpty();
  }

  @Override
  public String toString() {
    return "***";
  }

  /**
   * The credential of a connection, placed as its method says.
   *
   * @throws CredentialFailure when the method is gone or a value is missing: a call is never sent
   *     without the credential it was meant to have
   */
  static Credentials place(List<AuthMethod> methods, Credential credential) {
    if (credential.template().equals(AuthMethod.NONE_ID)) {
      return NONE;
    }
    Optional<AuthMethod> found =
        methods.stream().filter(method -> method.id().equals(credential.template())).findFirst();
    AuthMethod method =
        found.orElseThrow(
            () ->
                new CredentialFailure(
                    CredentialFailure.REJECTED,
                    "The connection authenticates by `"
                        + credential.template()
                        + "`, which the integration no longer has. Connect it again by one of "
                        + String.join(", ", methods.stream().map(AuthMethod::id).toList())
                        + '.'));
    List<Placement> placements = method.kind() == Kind.OAUTH ? List.of(OAUTH) : method.placements();
    Credentials placed =
        new Credentials(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    for (Placement placement : placements) {
      placed.in(placement.carrier()).put(placement.name(), text(placement, method, credential));
    }
    return placed;
  }

  private Map<String, String> in(Carrier carrier) {
    return switch (carrier) {
      case HEADER -> headers;
      case QUERY -> query;
      case COOKIE -> cookies;
    };
  }

  private static String text(Placement placement, AuthMethod method, Credential credential) {
    if (placement.literal() != null) {
      return placement.prefix() + placement.literal();
    }
    if (placement.encoding() == Encoding.BASIC) {
      String pair =
          value(placement.variables().get(0), method, credential)
              + ':'
              + value(placement.variables().get(1), method, credential);
      return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
    return placement.prefix() + value(placement.variables().getFirst(), method, credential);
  }

  private static String value(String variable, AuthMethod method, Credential credential) {
    SecretValue secret = credential.values().get(variable);
    String value = secret == null ? "" : secret.reveal().strip();
    boolean mayBeEmpty = secret != null && variable.toLowerCase(Locale.ROOT).endsWith("password");
    if (value.isEmpty() && !mayBeEmpty) {
      boolean oauth = method.kind() == Kind.OAUTH;
      throw new CredentialFailure(
          oauth ? CredentialFailure.OAUTH_MISSING : CredentialFailure.VALUE_MISSING,
          oauth
              ? "The connection has not been signed in yet."
              : "The connection has no value for `" + variable + "`.");
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new CredentialFailure(
          CredentialFailure.REJECTED,
          "The connection's value for `"
              + variable
              + "` has a line break in it. Connect it again.");
    }
    return value;
  }
}
