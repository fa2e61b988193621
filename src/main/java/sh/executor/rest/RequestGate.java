package sh.executor.rest;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import sh.executor.auth.Authentication;
import sh.executor.auth.Authenticator;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Problem;
import sh.executor.telemetry.Key;
import sh.executor.telemetry.Traces;

/**
 * Lets in who presents a person's credential, before the body is read. An agent's key opens {@code
 * /mcp} only: whoever holds it must not be able to change rules, make keys or answer approvals.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3">RFC 6750 §3</a>
 */
@Provider
@Singleton
@Priority(Priorities.AUTHENTICATION)
final class RequestGate implements ContainerRequestFilter {

  private static final String SCHEME = "Bearer";

  private final Instance<Authenticator> authenticator;
  private final CurrentCaller current;

  /**
   * @param authenticator looked up when the first request comes, since filters are made while the
   *     application is still being built up and has no configuration yet
   */
  @Inject
  RequestGate(Instance<Authenticator> authenticator, CurrentCaller current) {
    this.authenticator = authenticator;
    this.current = current;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    switch (authenticator.get().authenticate(header)) {
      case Authentication.Authenticated(Caller caller) -> {
        Traces.noteForRequest(Key.TENANT_ID, caller.tenant().toString());
        current.enter(person(caller));
      }
      case Authentication.Missing() ->
          challenge(request, "Send a person's key or token as Authorization: Bearer.", SCHEME);
      case Authentication.Invalid(String description) ->
          challenge(
              request,
              description + '.',
              SCHEME + " error=\"invalid_token\", error_description=\"" + description + '"');
      case Authentication.Forbidden(String reason) ->
          throw Problem.of(Problem.Type.FORBIDDEN, "AccountNoOrganization", reason).exception();
      case Authentication.Unavailable(String reason, int retryAfterSeconds) ->
          throw new Problem(
                  Problem.Type.UNAVAILABLE,
                  "AuthenticationUnavailable",
                  reason,
                  Map.of(ProblemViews.RETRY_AFTER, retryAfterSeconds))
              .exception();
    }
  }

  private static Caller person(Caller caller) {
    if (caller.credential() != Caller.Credential.PERSON) {
      throw Problem.of(
              Problem.Type.FORBIDDEN,
              "AgentKeyForbidden",
              "An agent's key opens /mcp only. Use a person's key or token here.")
          .exception();
    }
    return caller;
  }

  private static void challenge(ContainerRequestContext request, String detail, String challenge) {
    Problem problem = Problem.of(Problem.Type.UNAUTHENTICATED, "AccountUnauthorized", detail);
    request.abortWith(
        ProblemViews.answer(problem, Traces.id())
            .header(HttpHeaders.WWW_AUTHENTICATE, challenge)
            .build());
  }
}
