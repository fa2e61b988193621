package sh.executor.openapi.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.executor.catalog.model.ToolError;
import sh.executor.openapi.document.Json;

/** Errors of authentication, with what an agent needs to help its human out of them. */
final class AuthErrors {

  private static final String TOOLS = "executor.coreTools.";

  private AuthErrors() {}

  /**
   * The error {@code code} says.
   *
   * @param template what the connection authenticates by
   * @param upstream what the other side said; null when it was not asked
   * @param scopes that would do; empty when unknown
   */
  static ToolError of(
      String code,
      String message,
      String integration,
      String template,
      @Nullable ObjectNode upstream,
      List<String> scopes) {
    ObjectNode details = Json.object();
    details.put("category", "authentication");
    details.put("integration", integration);
    details.put("credential", template);
    if (upstream != null) {
      details.set("upstream", upstream);
    }
    if (!scopes.isEmpty()) {
      scopes.forEach(details.putArray("requiredScopes")::add);
    }
    boolean scope = code.equals(CredentialFailure.SCOPE_INSUFFICIENT);
    details.set("recovery", recovery(integration, scope));
    Integer status =
        upstream != null && upstream.path("status").isInt()
            ? upstream.get("status").intValue()
            : null;
    return new ToolError(code, message, status, details, false);
  }

  private static ObjectNode recovery(String integration, boolean scope) {
    ObjectNode recovery = Json.object();
    recovery.put("createConnectionTool", TOOLS + "connections.createHandoff");
    if (!scope) {
      recovery.put("startOAuthTool", TOOLS + "oauth.start");
    }
    recovery.put("listConnectionsTool", TOOLS + "connections.list");
    recovery.put(
        "connectionInstructions",
        "Ask the user to replace the credential of this connection to "
            + integration
            + ", or use another of its connections.");
    recovery.put(
        "oauthInstructions",
        "If " + integration + " is connected by OAuth, ask the user to sign in again.");
    if (scope) {
      recovery.put(
          "scopeInstructions",
          "Signing in again gives the same permissions: ask the user to grant the missing ones"
              + " first.");
    }
    return recovery;
  }
}
