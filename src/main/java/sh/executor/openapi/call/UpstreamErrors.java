package sh.executor.openapi.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.AuthMethod;
import sh.executor.catalog.model.Invocation;
import sh.executor.catalog.model.ToolError;
import sh.executor.openapi.document.Json;
import sh.executor.outbound.OutboundResult.Answered;
import sh.executor.outbound.OutboundResult.Cause;

/** Failures of a call as a script sees them: what happened, whose it is, whether to try again. */
final class UpstreamErrors {

  private static final Set<Integer> RETRYABLE = Set.of(408, 425, 429, 502, 503, 504);

  private final Invocation invocation;
  private final Redaction redaction;
  private final boolean safe;

  /**
   * Errors of {@code invocation}.
   *
   * @param safe whether the call can be repeated without doing anything twice
   */
  UpstreamErrors(Invocation invocation, Redaction redaction, boolean safe) {
    this.invocation = invocation;
    this.redaction = redaction;
    this.safe = safe;
  }

  /** The error of a response that is none of success. */
  ToolError ofStatus(Answered answered) {
    ErrorText text = ErrorText.of(answered.body());
    String said = redaction.of(text.message());
    JsonNode details = redaction.of(text.details());
    int status = answered.status();
    if (status == 401) {
      return rejected(status, said, details);
    }
    if (status == 403 && !limited(answered)) {
      Optional<InsufficientScope> scope = InsufficientScope.of(answered, text.details());
      return scope.isPresent()
          ? scopeMissing(status, said, details, scope.get().scopes())
          : rejected(status, said, details);
    }
    boolean again = RETRYABLE.contains(status) || (status == 403 && limited(answered));
    return new ToolError(
        "upstream_http_error",
        said.isEmpty() ? "The API answered with status " + status + "." : said,
        status,
        details.isNull() ? null : details,
        again);
  }

  private static boolean limited(Answered answered) {
    return answered.header("retry-after").isPresent()
        || answered.header("x-ratelimit-remaining").filter("0"::equals).isPresent();
  }

  private ToolError rejected(int status, String said, JsonNode details) {
    boolean without = invocation.credential().template().equals(AuthMethod.NONE_ID);
    String message =
        without
            ? "The API wants a credential, and this connection to "
                + invocation.integration()
                + " has none (status "
                + status
                + ")."
            : "The API refused the credential of this connection to "
                + invocation.integration()
                + " (status "
                + status
                + ").";
    return auth(CredentialFailure.REJECTED, message, status, said, details, List.of());
  }

  private ToolError scopeMissing(int status, String said, JsonNode details, List<String> scopes) {
    String needed = scopes.isEmpty() ? "" : ": it needs " + String.join(" or ", scopes);
    return auth(
        CredentialFailure.SCOPE_INSUFFICIENT,
        "The credential of this connection to "
            + invocation.integration()
            + " lacks a permission"
            + needed
            + " (status "
            + status
            + ").",
        status,
        said,
        details,
        scopes);
  }

  private ToolError auth(
      String code, String message, int status, String said, JsonNode details, List<String> scopes) {
    ObjectNode upstream = Json.object().put("status", status);
    if (!said.isEmpty()) {
      upstream.put("message", said);
    }
    if (details.isContainerNode()) {
      upstream.set("details", details);
    }
    return AuthErrors.of(
        code,
        said.isEmpty() ? message : message + " It says: " + said,
        invocation.integration(),
        invocation.credential().template(),
        upstream,
        scopes);
  }

  /** The error of a call that got no answer. */
  ToolError ofCause(Cause cause, String reason) {
    return switch (cause) {
      case UNREACHABLE ->
          transport("upstream_unreachable", "The API could not be reached: " + reason, true);
      case BUSY -> transport("upstream_busy", reason, true);
      case BROKEN ->
          transport(
              "upstream_connection_broken",
              "The connection to the API broke: " + reason + doubt(),
              again());
      case HEADERS_TIMEOUT ->
          transport(
              "upstream_response_headers_timeout",
              "The API did not begin to answer in time." + doubt(),
              again());
      case BODY_TIMEOUT -> bodyTimeout();
      case CANCELLED -> transport("cancelled", "The call was cancelled." + doubt(), again());
    };
  }

  /** The error of an answer that did not end. */
  ToolError bodyTimeout() {
    return transport(
        "upstream_response_body_timeout",
        "The API began to answer and did not end in time." + doubt(),
        again());
  }

  /** The error of an answer that is too long. */
  ToolError tooLarge(int status, CallLimits limits) {
    return new ToolError(
        "upstream_response_too_large",
        "The answer is larger than "
            + limits.bodySize()
            + ". Ask for less at once, by a filter or pages, if the API can."
            + doubt(),
        status,
        null,
        false);
  }

  private String doubt() {
    return safe ? "" : " It may have taken effect: check before calling again.";
  }

  private @Nullable Boolean again() {
    return safe ? true : null;
  }

  private ToolError transport(String code, String message, @Nullable Boolean retryable) {
    return new ToolError(code, redaction.of(message), null, null, retryable);
  }
}
