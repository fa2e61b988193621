package sh.executor.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import sh.executor.auth.Authentication;
import sh.executor.auth.Authenticator;
import sh.executor.kernel.Caller;

/**
 * Lets in who may use the endpoint, by a person's or an agent's credential, and tells everyone else
 * how to. The HTTP status says what a client is to do: 401 sign in, 403 give up, 503 come back.
 * None of them touches a session.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9728#section-5.1">RFC 9728 §5.1</a>
 */
@Singleton
final class Gate {

  private final Authenticator authenticator;
  private final OwnUrl ownUrl;

  @Inject
  Gate(Authenticator authenticator, OwnUrl ownUrl) {
    this.authenticator = authenticator;
    this.ownUrl = ownUrl;
  }

  /** Who asks for something at {@code place}, or what to answer instead. Blocks. */
  Admission admit(Exchange exchange, Place place) {
    return switch (authenticator.authenticate(
        exchange.header("authorization"), place.organization())) {
      case Authentication.Authenticated(Caller caller) -> new Admission.Admitted(caller);
      case Authentication.Missing() -> refuse(challenge(exchange, ""));
      case Authentication.Invalid(String description) ->
          refuse(
              challenge(
                  exchange,
                  "error=\"invalid_token\", error_description=\"" + quoted(description) + "\", "));
      case Authentication.Forbidden(String reason) ->
          refuse(Answer.error(403, RpcError.UNAUTHORIZED, reason));
      case Authentication.Unavailable(String reason, int retryAfterSeconds) ->
          refuse(
              Answer.error(503, RpcError.UNAUTHORIZED, reason)
                  .with("retry-after", Integer.toString(retryAfterSeconds)));
    };
  }

  private Answer challenge(Exchange exchange, String error) {
    String metadata = ownUrl.of(exchange, DiscoveryRoutes.RESOURCE + Place.resource(exchange));
    return Answer.error(401, RpcError.UNAUTHORIZED, "Unauthorized")
        .with(
            "www-authenticate",
            "Bearer " + error + "resource_metadata=\"" + quoted(metadata) + '"');
  }

  private static Admission refuse(Answer answer) {
    return new Admission.Refused(answer);
  }

  /** As the inside of a quoted-string (RFC 9110 §5.6.4). */
  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** Whether a request may go on. */
  sealed interface Admission {

    /** It may. */
    record Admitted(Caller caller) implements Admission {}

    /** It may not. */
    record Refused(Answer answer) implements Admission {}
  }
}
