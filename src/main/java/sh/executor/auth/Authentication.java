package sh.executor.auth;

import sh.executor.kernel.Caller;

/** What an {@code Authorization} header proves. Sentences are safe to show. */
public sealed interface Authentication {

  /** Who asks. */
  record Authenticated(Caller caller) implements Authentication {}

  /** No bearer token was presented. */
  record Missing() implements Authentication {}

  /** A token was presented that opens nothing (RFC 6750 §3.1, {@code invalid_token}). */
  record Invalid(String description) implements Authentication {}

  /** The token is good, but not for any organisation here. */
  record Forbidden(String reason) implements Authentication {

    /** It is for none at all, or not for the one that was asked for. */
    static Forbidden noOrganization() {
      return new Forbidden("No organization in session — log in via the web app first");
    }
  }

  /** Nobody can tell now: what verifies tokens is out of reach. Worth trying again. */
  record Unavailable(String reason, int retryAfterSeconds) implements Authentication {}
}
