package sh.executor.cli.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.executor.cli.output.CommandFailure;

/**
 * Where people sign in to use a server, as it and its authorization server say themselves.
 *
 * @param revocationEndpoint where tokens are made worthless (RFC 7009); null when that is not
 *     offered
 * @param resource what tokens are asked for (RFC 8707); null when the server does not say
 * @param scope the scopes it names, divided by blanks; empty for none
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9728">RFC 9728</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414">RFC 8414</a>
 */
record SignInPlace(
    URI deviceEndpoint,
    URI tokenEndpoint,
    @Nullable URI revocationEndpoint,
    @Nullable String resource,
    String scope) {

  private static final String RESOURCE = "/.well-known/oauth-protected-resource";
  private static final String SERVER = "/.well-known/oauth-authorization-server";
  private static final String OPENID = "/.well-known/openid-configuration";

  /**
   * Asks the server at {@code origin}, and those it names.
   *
   * @throws CommandFailure when it does not offer to be signed in to by a code
   */
  static SignInPlace of(URI origin, OAuthWire wire) {
    JsonNode resource =
        Stream.of(RESOURCE, RESOURCE + "/mcp")
            .flatMap(path -> wire.document(URI.create(origin + path)).stream())
            .findFirst()
            .orElseThrow(() -> notOffered(origin));
    String issuer = resource.path("authorization_servers").path(0).asText("");
    if (issuer.isEmpty()) {
      throw notOffered(origin);
    }
    JsonNode metadata = metadata(URI.create(issuer), wire).orElseThrow(() -> notOffered(origin));
    String device = metadata.path("device_authorization_endpoint").asText("");
    String token = metadata.path("token_endpoint").asText("");
    String revocation = metadata.path("revocation_endpoint").asText("");
    if (device.isEmpty() || token.isEmpty()) {
      throw notOffered(origin);
    }
    String scope =
        String.join(
            " ", resource.path("scopes_supported").valueStream().map(JsonNode::asText).toList());
    return new SignInPlace(
        OAuthWire.safe(URI.create(device)),
        OAuthWire.safe(URI.create(token)),
        revocation.isEmpty() ? null : OAuthWire.safe(URI.create(revocation)),
        resource.path("resource").isTextual() ? resource.path("resource").textValue() : null,
        scope);
  }

  private static CommandFailure notOffered(URI origin) {
    return new CommandFailure(
        origin
            + " offers no sign-in by a code: use a key of yours, with EXECUTOR_API_KEY or 'executor"
            + " server add NAME "
            + origin
            + " --with-key'.",
        "DeviceLoginNotOffered");
  }

  /** The issuer's document, if it says that it is that issuer's (RFC 8414, 3.3). */
  private static Optional<JsonNode> metadata(URI issuer, OAuthWire wire) {
    String root = issuer.getScheme() + "://" + issuer.getRawAuthority();
    String path = issuer.getRawPath().replaceFirst("/$", "");
    return Stream.of(root + SERVER + path, root + path + OPENID)
        .flatMap(url -> wire.document(URI.create(url)).stream())
        .filter(document -> document.path("issuer").asText().equals(issuer.toString()))
        .findFirst();
  }
}
